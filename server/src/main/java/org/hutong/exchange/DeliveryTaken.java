package org.hutong.exchange;

import java.util.UUID;

/// A delivery was read to its end and its rows are visible.
public record DeliveryTaken(UUID deliveryId, String list, int rows) {}
