package org.hutong.exchange;

import java.util.UUID;

/// A list came to its term: its key is destroyed and its rows are gone. Said within the transaction that ends it.
public record DeliveryEnded(UUID deliveryId) {}
