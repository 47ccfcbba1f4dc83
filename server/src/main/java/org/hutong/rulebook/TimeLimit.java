package org.hutong.rulebook;

/// A statutory limit in working days, with the clause it stands in.
public record TimeLimit(int days, String clause, boolean assumption) {}
