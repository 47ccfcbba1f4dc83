/// Access 权限.
///
/// **Owns** accounts, roles, scopes, purposes, the table of routes and roles, the sealed look-log.
/// **Never** holds case content.
/// **Talks to** kernel, region.
@ApplicationModule(displayName = "2 · Access 权限", allowedDependencies = {"kernel", "region"})
@NullMarked
package org.hutong.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
