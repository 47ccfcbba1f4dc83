package org.hutong.notices;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A message to one account.
///
/// @param link console route
public record Notice(UUID id, Instant at, String kind, String title, @Nullable String body, @Nullable String link, @Nullable Instant readAt) {}
