/// Sync.
///
/// **Owns** the inbox of offline commands and their conflicts.
/// **Never** settles a conflict silently.
/// **Talks to** the commands of registry, determination, watch, care, protection, discovery.
@ApplicationModule(displayName = "14 · Sync", allowedDependencies = {"kernel", "region", "access", "files", "notices", "registry", "determination", "watch", "care", "protection", "discovery"})
@NullMarked
package org.hutong.sync;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
