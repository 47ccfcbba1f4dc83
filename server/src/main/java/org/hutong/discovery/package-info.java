/// Discovery 发现.
///
/// **Owns** comparisons, candidate pairs, leads, survey campaigns, the source-accuracy ledger.
/// **Never** merges people or changes a benefit by itself: a confirmed lead opens a draft in determination.
/// **Talks to** rulebook, registry, exchange, determination, payment, watch.
@ApplicationModule(displayName = "13 · Discovery 发现", allowedDependencies = {"kernel", "region", "access", "files", "notices", "rulebook", "registry", "exchange", "determination", "payment", "watch"})
@NullMarked
package org.hutong.discovery;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
