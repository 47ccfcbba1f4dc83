/// Region 区划.
///
/// **Owns** the dated region tree (an id never changes, codes are dated), offices and who holds which post, the working-day calendar.
/// **Never** holds anything about a child or a household.
/// **Talks to** kernel.
@ApplicationModule(displayName = "1 · Region 区划", allowedDependencies = {"kernel"})
@NullMarked
package org.hutong.region;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
