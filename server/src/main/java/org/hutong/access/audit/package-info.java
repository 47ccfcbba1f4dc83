/// Seals the look-log into chains, signs checkpoints, and verifies both. The one command calls the verifier.
@NamedInterface("audit")
@NullMarked
package org.hutong.access.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
