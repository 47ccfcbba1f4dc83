package org.hutong.exchange;

import static org.hutong.jooq.exchange.tables.LooseRow.LOOSE_ROW;
import static org.hutong.jooq.exchange.tables.Row.ROW;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.hutong.access.Acting;
import org.hutong.access.LookLog;
import org.hutong.access.Permission;
import org.hutong.access.RolePermissions;
import org.hutong.kernel.CitizenId;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Vault;
import org.jooq.DSLContext;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Single rows of deliveries: the one a fact cites, and the loose ones, which were refused because their identity number cannot be used.
@Service
public class DeliveredRows {

    private static final int PAGE = 2_000;

    private final DSLContext sql;
    private final Deliveries deliveries;
    private final Catalogue catalogue;
    private final Vault vault;
    private final LookLog looks;

    DeliveredRows(DSLContext sql, Deliveries deliveries, Catalogue catalogue, Vault vault, LookLog looks) {
        this.sql = sql;
        this.deliveries = deliveries;
        this.catalogue = catalogue;
        this.vault = vault;
        this.looks = looks;
    }

    /// The loose rows of a delivery in their order, opened, some thousand at a time. A row that an earlier delivery of the list had as well is
    /// that delivery's.
    @Transactional(readOnly = true)
    public void looseInPages(UUID deliveryId, Consumer<List<ListRow>> page) {
        var delivery = deliveries.row(deliveryId);
        if (delivery.getDataKey() == null) {
            return;
        }
        var sealer = vault.sealer(delivery.getDataKey(), Deliveries.KEY_PURPOSE);
        try (var cursor = sql.select(LOOSE_ROW.ID, LOOSE_ROW.ROW_NO, LOOSE_ROW.FIELDS).from(LOOSE_ROW).where(LOOSE_ROW.DELIVERY_ID.eq(deliveryId)).orderBy(LOOSE_ROW.ROW_NO)
                .fetchSize(PAGE).fetchLazy()) {
            while (cursor.hasNext()) {
                page.accept(cursor.fetchNext(PAGE).map(row -> new ListRow(row.value1(), row.value2(), null, opened(sealer, row.value1(), row.value3()))));
            }
        }
    }

    /// These rows of one delivery, loose or taken; none where the list has come to its term.
    @Transactional(readOnly = true)
    public List<ListRow> opened(UUID deliveryId, Collection<UUID> rowIds) {
        var delivery = deliveries.row(deliveryId);
        if (delivery.getDataKey() == null) {
            return List.of();
        }
        var sealer = vault.sealer(delivery.getDataKey(), Deliveries.KEY_PURPOSE);
        var rows = new ArrayList<>(sql.select(LOOSE_ROW.ID, LOOSE_ROW.ROW_NO, LOOSE_ROW.FIELDS).from(LOOSE_ROW)
                .where(LOOSE_ROW.DELIVERY_ID.eq(deliveryId), LOOSE_ROW.ID.in(rowIds))
                .fetch(row -> new ListRow(row.value1(), row.value2(), null, opened(sealer, row.value1(), row.value3()))));
        sql.select(ROW.ID, ROW.ROW_NO, ROW.ID_INDEX, ROW.FIELDS).from(ROW).where(ROW.DELIVERY_ID.eq(deliveryId), ROW.ID.in(rowIds))
                .fetch(row -> new ListRow(row.value1(), row.value2(), row.value3(), opened(sealer, row.value1(), row.value4()))).forEach(rows::add);
        return rows;
    }

    private static Map<String, String> opened(Vault.FieldSealer sealer, UUID row, byte[] fields) {
        return Fields.read(new String(sealer.open(fields, "exchange.row:" + row), StandardCharsets.UTF_8));
    }

    /// The one row a fact or a lead cites, with what this reader may see of it.
    @Transactional
    public List<RowField> cited(UUID id, int rowNo) {
        var delivery = deliveries.row(id);
        var entry = catalogue.entry(delivery.getList()).orElseThrow();
        if (delivery.getDataKey() == null) {
            throw new Refusal(Refusal.Kind.NOT_FOUND, "EXC-005", "这份名单已经到期销毁，不能再取", "没有改动任何内容", "线索和事实里抄下的那几格仍在");
        }
        var row = sql.select(ROW.ID, ROW.FIELDS).from(ROW).where(ROW.DELIVERY_ID.eq(id), ROW.ROW_NO.eq(rowNo))
                .unionAll(sql.select(LOOSE_ROW.ID, LOOSE_ROW.FIELDS).from(LOOSE_ROW).where(LOOSE_ROW.DELIVERY_ID.eq(id), LOOSE_ROW.ROW_NO.eq(rowNo))).limit(1).fetchOptional()
                .orElseThrow(() -> new Refusal(Refusal.Kind.NOT_FOUND, "EXC-029", "这一行没有收下，或与以前的一行相同", "没有改动任何内容", "请下载标错的表查看"));
        var fields = Fields.read(new String(vault.openWith(delivery.getDataKey(), Deliveries.KEY_PURPOSE, row.value2(), "exchange.row:" + row.value1()),
                StandardCharsets.UTF_8));
        looks.record(LookLog.Action.OPEN, "delivery", id, delivery.getRegionId(), null, LookLog.OK, "看第 " + rowNo + " 行");
        var own = delivery.getOfficeId() != null && delivery.getOfficeId().equals(Acting.current().officeId());
        var officer = RolePermissions.allows(Acting.current(), Permission.DELIVERY_SEND);
        return entry.fields().stream().filter(field -> fields.containsKey(field.code())).map(field -> {
            var may = own || field.sees() == Catalogue.Sees.ALL || field.sees() == Catalogue.Sees.OFFICER && officer;
            var value = fields.get(field.code());
            return new RowField(field.name(), !may ? "按权限不显示" : field.type() == Catalogue.FieldType.ID_NUMBER
                    ? CitizenId.parse(value).map(CitizenId::masked).orElse("****") : value, may);
        }).toList();
    }

    public record RowField(String name, String value, boolean shown) {}
}
