/// Kernel.
///
/// **Owns** nothing stored: ids, Money, RegionCode, CitizenId, Period, the clock, Refusal, the vault that encrypts fields.
/// **Never** knows any room.
/// **Talks to** nobody.
@ApplicationModule(displayName = "0 · Kernel", allowedDependencies = {})
@NullMarked
package org.hutong.kernel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
