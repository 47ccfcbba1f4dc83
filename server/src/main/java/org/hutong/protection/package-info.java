/// Protection 保护.
///
/// **Owns** reports of harm, protection cases, guardianship, court and police papers, institutions and residents, adoption.
/// **Never** shows a sealed link.
/// **Talks to** registry, exchange, determination, watch, care.
@ApplicationModule(displayName = "12 · Protection 保护", allowedDependencies = {"kernel", "region", "access", "files", "notices", "registry", "exchange", "determination", "watch", "care"})
@NullMarked
package org.hutong.protection;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
