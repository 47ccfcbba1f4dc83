/// Care 帮扶.
///
/// **Owns** needs, plans, the resource library, service orders, wishes, gifts, activities, feedback.
/// **Never** closes an order without an answer from the family.
/// **Talks to** registry, exchange, determination, watch.
@ApplicationModule(displayName = "11 · Care 帮扶", allowedDependencies = {"kernel", "region", "access", "files", "notices", "registry", "exchange", "determination", "watch"})
@NullMarked
package org.hutong.care;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
