package org.hutong.exchange;

import static org.hutong.jooq.exchange.tables.Delivery.DELIVERY;
import static org.hutong.jooq.exchange.tables.Row.ROW;
import static org.jooq.impl.DSL.any;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hutong.kernel.Vault;
import org.jooq.DSLContext;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// What lists delivered earlier, and not yet at their term, say of people who are asked about only now.
@Service
public class RowsOnHand {

    private final DSLContext sql;
    private final Deliveries deliveries;
    private final DeliveryReading reading;
    private final Vault vault;
    private final TransactionTemplate transaction;

    RowsOnHand(DSLContext sql, Deliveries deliveries, DeliveryReading reading, Vault vault, TransactionTemplate transaction) {
        this.transaction = transaction;
        this.sql = sql;
        this.deliveries = deliveries;
        this.reading = reading;
        this.vault = vault;
    }

    /// Keeps the rows about these people that a large list brought when nobody knew them. Reads such a list again from its beginning; call outside a
    /// transaction, as an actor who sees the city.
    ///
    /// @param indexes blind indexes of their numbers
    /// @param before  lists that had come by then
    /// @return rows kept
    public int admit(Collection<byte[]> indexes, Instant before) {
        var missing = new LinkedHashMap<UUID, Set<ByteBuffer>>();
        transaction.executeWithoutResult(t -> large(before).forEach(id -> {
            var apart = deliveries.aside(id, indexes);
            apart.removeAll(kept(id, indexes));
            if (!apart.isEmpty()) {
                missing.put(id, apart);
            }
        }));
        return missing.entrySet().stream().mapToInt(one -> reading.admit(one.getKey(), one.getValue())).sum();
    }

    private List<UUID> large(Instant before) {
        return sql.select(DELIVERY.ID).from(DELIVERY).where(DELIVERY.ROWS_APART.gt(0), DELIVERY.STATE.eq("DONE"), DELIVERY.PURGED_AT.isNull(), DELIVERY.DONE_AT.le(before.atOffset(ZoneOffset.UTC)))
                .orderBy(DELIVERY.DONE_AT).fetch(DELIVERY.ID);
    }

    private Set<ByteBuffer> kept(UUID id, Collection<byte[]> indexes) {
        return sql.selectDistinct(ROW.ID_INDEX).from(ROW).where(ROW.DELIVERY_ID.eq(id), ROW.ID_INDEX.eq(any(indexes.toArray(byte[][]::new)))).fetch(ROW.ID_INDEX).stream()
                .map(ByteBuffer::wrap).collect(Collectors.toSet());
    }

    /// The rows under these numbers, by delivery, the oldest delivery first.
    @Transactional(readOnly = true)
    public Map<UUID, List<ListRow>> naming(Collection<byte[]> indexes, Instant before) {
        var out = new LinkedHashMap<UUID, List<ListRow>>();
        var sealers = new LinkedHashMap<UUID, Vault.FieldSealer>();
        sql.select(ROW.ID, ROW.ROW_NO, ROW.ID_INDEX, ROW.FIELDS, ROW.DELIVERY_ID, DELIVERY.DATA_KEY).from(ROW).join(DELIVERY).on(DELIVERY.ID.eq(ROW.DELIVERY_ID))
                .where(ROW.ID_INDEX.eq(any(indexes.toArray(byte[][]::new))), DELIVERY.STATE.eq("DONE"), DELIVERY.DATA_KEY.isNotNull(), DELIVERY.DONE_AT.le(before.atOffset(ZoneOffset.UTC)))
                .orderBy(DELIVERY.DONE_AT, ROW.ROW_NO)
                .forEach(row -> {
                    var sealer = sealers.computeIfAbsent(row.value5(), none -> vault.sealer(row.value6(), Deliveries.KEY_PURPOSE));
                    out.computeIfAbsent(row.value5(), none -> new ArrayList<>()).add(new ListRow(row.value1(), row.value2(), row.value3(),
                            Fields.read(new String(sealer.open(row.value4(), "exchange.row:" + row.value1()), StandardCharsets.UTF_8))));
                });
        return out;
    }
}
