package org.hutong.rulebook;

/// How often a child is owed a contact or a visit.
///
/// @param kind   `CONTACT` 联系 or `VISIT` 走访
/// @param months months from one to the next
/// @param days   days from one to the next where the rulebook counts in weeks or days; 0 otherwise
public record Cadence(String code, String name, String kind, int months, int days, String clause, boolean assumption) {}
