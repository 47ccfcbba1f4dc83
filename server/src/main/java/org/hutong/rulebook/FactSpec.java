package org.hutong.rulebook;

import java.util.List;

/// A fact as `facts.yaml` declares it.
///
/// @param type    boolean, enum, integer, money, decimal, date or string
/// @param options values of an enum, else empty
public record FactSpec(String name, String type, List<String> options, String description, boolean nullable) {}
