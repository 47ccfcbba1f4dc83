/// Determination 认定.
///
/// **Owns** applications, investigations, decisions with frozen facts, entitlement episodes, statutory clocks, appeals.
/// **Never** changes a fact; refuses a family without a human decision.
/// **Talks to** rulebook, registry, exchange.
@ApplicationModule(displayName = "8 · Determination 认定", allowedDependencies = {"kernel", "region", "access", "files", "notices", "rulebook", "registry", "exchange"})
@NullMarked
package org.hutong.determination;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
