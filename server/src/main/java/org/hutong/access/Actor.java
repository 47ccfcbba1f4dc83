package org.hutong.access;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who acts: the account, its office, its roles, and the region ids its scope covers (successors own their predecessors' rows).
///
/// @param officeId null for the program's own service accounts
/// @param scope    ids of the highest regions covered, at any level; a row is seen when one of its chain of places is among them
public record Actor(UUID accountId, String name, @Nullable Integer officeId, Set<Role> roles, List<Integer> scope) {

    public boolean has(Role role) {
        return roles.contains(role);
    }
}
