package org.hutong.access;

import org.jspecify.annotations.Nullable;

/// A role at a place; administrators' roles have no place.
public record Grant(Role role, @Nullable Integer regionId) {}
