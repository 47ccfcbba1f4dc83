/// Payment 发放.
///
/// **Owns** schedules, monthly rolls, the double-entry ledger, bank files and returns, recoveries.
/// **Never** recomputes an entitlement; updates a posted line.
/// **Talks to** registry, exchange, determination.
@ApplicationModule(displayName = "9 · Payment 发放", allowedDependencies = {"kernel", "region", "access", "files", "notices", "registry", "exchange", "determination"})
@NullMarked
package org.hutong.payment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
