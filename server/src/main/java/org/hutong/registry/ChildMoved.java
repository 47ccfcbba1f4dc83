package org.hutong.registry;

import java.util.UUID;

/// A child stands at another place from now on; what is open of it follows.
public record ChildMoved(UUID fileId) {}
