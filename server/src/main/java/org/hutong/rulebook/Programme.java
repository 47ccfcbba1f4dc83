package org.hutong.rulebook;

import java.util.List;

/// A programme offered at a place.
///
/// @param kind 现金, 服务, 减免 or 实物
public record Programme(String code, String name, String kind, List<Assessment.Paper> papers, List<String> clauses) {}
