/// Oversight 监督.
///
/// **Owns** statistics as of any date, spot checks, inspections, plan tracking, complaints.
/// **Never** is called by any room.
/// **Talks to** published views of all rooms.
@ApplicationModule(displayName = "15 · Oversight 监督", allowedDependencies = {"kernel", "region", "access", "files", "notices", "rulebook", "registry", "exchange", "determination", "payment", "watch", "care", "protection", "discovery", "sync"})
@NullMarked
package org.hutong.oversight;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
