package org.hutong.files;

import java.util.UUID;

/// Answers for one kind of owner whether the current account may have, or add, its attachments. The owning room implements it.
public interface MayRead {

    /// Such as `child`, `application`, `visit`.
    String ownerKind();

    boolean mayRead(UUID ownerId);

    /// Adding needs no less than reading.
    default boolean mayAdd(UUID ownerId) {
        return mayRead(ownerId);
    }
}
