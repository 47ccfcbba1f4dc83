/// Notices 消息.
///
/// **Owns** in-app messages and the outbox for SMS and mini-program.
/// **Never** carries more than the reader may see.
/// **Talks to** kernel, region, access.
@ApplicationModule(displayName = "4 · Notices 消息", allowedDependencies = {"kernel", "region", "access"})
@NullMarked
package org.hutong.notices;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
