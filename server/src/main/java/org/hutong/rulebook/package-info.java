/// Rulebook 政策.
///
/// **Owns** loaded packs and their approval, what-if runs; declares `FactColumns`, keyed by a pseudonymous number.
/// **Never** sees a person's name.
/// **Talks to** the five open rooms.
@ApplicationModule(displayName = "5 · Rulebook 政策", allowedDependencies = {"kernel", "region", "access", "files", "notices"})
@NullMarked
package org.hutong.rulebook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
