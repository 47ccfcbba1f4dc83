/// Registry 档案.
///
/// **Owns** persons, kinship, households, dated facts with their source, moves, reversible merges.
/// **Never** decides anything; deletes.
/// **Talks to** rulebook (fact vocabulary; implements `FactColumns`).
@ApplicationModule(displayName = "6 · Registry 档案", allowedDependencies = {"kernel", "region", "access", "files", "notices", "rulebook"})
@NullMarked
package org.hutong.registry;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
