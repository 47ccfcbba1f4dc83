/// Watch 守护.
///
/// **Owns** contact and visit duties, visits, risk colours, alerts and rising risk, training and roster views.
/// **Never** changes another room's data: it asks a person.
/// **Talks to** rulebook, registry, exchange, determination.
@ApplicationModule(displayName = "10 · Watch 守护", allowedDependencies = {"kernel", "region", "access", "files", "notices", "rulebook", "registry", "exchange", "determination"})
@NullMarked
package org.hutong.watch;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
