/// Exchange 交换.
///
/// **Owns** the catalogue of department lists, mappings, inbound deliveries and their ledger, outbound queues, hand-overs 转办.
/// **Never** keeps an outside list past its term.
/// **Talks to** rulebook, registry.
@ApplicationModule(displayName = "7 · Exchange 交换", allowedDependencies = {"kernel", "region", "access", "files", "notices", "rulebook", "registry"})
@NullMarked
package org.hutong.exchange;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
