package org.hutong.region;

import org.jspecify.annotations.Nullable;

/// An office on the tree.
///
/// @param kind civil_affairs, town, village, department, institution, social_organisation or audit
public record Office(int id, String name, String kind, int regionId, String regionName, @Nullable String department) {}
