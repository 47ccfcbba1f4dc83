/// Files 附件.
///
/// **Owns** encrypted, content-addressed attachments.
/// **Never** serves a file whose record the reader may not see: it asks the owner through `MayRead`, which the owner implements.
/// **Talks to** kernel, region, access.
@ApplicationModule(displayName = "3 · Files 附件", allowedDependencies = {"kernel", "region", "access"})
@NullMarked
package org.hutong.files;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
