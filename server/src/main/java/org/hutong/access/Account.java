package org.hutong.access;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An account as administrators see it.
///
/// @param locked too many failed tries a short while ago
public record Account(UUID id, String login, String name, @Nullable Integer officeId, @Nullable String officeName, List<RoleAt> roles, boolean disabled,
        Instant createdAt, boolean locked) {

    public record RoleAt(String code, String title, @Nullable Integer regionId, @Nullable String regionName) {}
}
