package org.hutong.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hutong.access.Acting;
import org.hutong.access.LookLog;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.kernel.Vault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The written parts of a child's file, its categories, risk levels and moves.
@Service
@Transactional
public class ChildFiles {

    /// A category a child is, or was, in.
    ///
    /// @param until first day it no longer holds
    public record CategorySpell(UUID fileId, String code, String name, LocalDate since, @Nullable LocalDate until, String source) {}

    public record LevelSpell(Level level, LocalDate from, @Nullable LocalDate to, String cause) {}

    public record Move(int fromRegion, int toRegion, @Nullable Integer fromHukou, @Nullable Integer toHukou, LocalDate on, String reason) {}

    private final JdbcClient jdbc;
    private final Vault vault;
    private final Today today;
    private final Registry registry;
    private final LookLog looks;

    ChildFiles(JdbcClient jdbc, Vault vault, Today today, Registry registry, LookLog looks) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.today = today;
        this.registry = registry;
        this.looks = looks;
    }

    /// Adds an entry to one of the five written parts; the basic part is the facts themselves.
    public UUID write(UUID fileId, Part part, LocalDate on, String text) {
        var child = registry.child(fileId);
        if (part == Part.BASIC || text.isBlank()) {
            throw new Refusal(Refusal.Kind.INVALID, "REG-005", "没有写内容，或这一部分不能这样写", "没有保存", "请选择部分并写明内容");
        }
        var id = Ids.next();
        var actor = Acting.current();
        jdbc.sql("""
                insert into registry.entry (id, file_id, part, on_date, text_cipher, recorded_at, recorded_by, recorded_name)
                values (:id, :file, :part, :on, :text, :now, :by, :name)""")
                .param("id", id).param("file", fileId).param("part", part.name()).param("on", on)
                .param("text", vault.seal(text.strip(), Vault.aad(People.ENTRY_TEXT, id))).param("now", today.now().atOffset(ZoneOffset.UTC))
                .param("by", actor.accountId()).param("name", actor.name()).update();
        count(List.of(fileId));
        looks.record(LookLog.Action.CHANGE, "child", fileId, child.regionId(), null, LookLog.OK, part.name());
        return id;
    }

    @Transactional(readOnly = true)
    public List<Entry> entries(UUID fileId) {
        return jdbc.sql("select id, part, on_date, text_cipher, recorded_name from registry.entry where file_id = :file order by on_date desc, id desc")
                .param("file", fileId).query((row, n) -> {
                    var id = row.getObject("id", UUID.class);
                    return new Entry(id, Part.valueOf(row.getString("part")), row.getObject("on_date", LocalDate.class),
                            vault.open(row.getBytes("text_cipher"), Vault.aad(People.ENTRY_TEXT, id)), row.getString("recorded_name"));
                }).list();
    }

    /// Counts the files' completeness anew; rooms that wrote something of a part elsewhere call it.
    public void count(Collection<UUID> fileIds) {
        jdbc.sql("select registry.count_completeness(:ids)").param("ids", Registry.array(fileIds)).query(row -> { });
    }

    @Transactional(readOnly = true)
    public Completeness completeness(UUID fileId) {
        return jdbc.sql("select * from registry.held_parts(:ids)").param("ids", new UUID[] {fileId}).query((row, n) -> completeness(row)).optional()
                .orElseThrow(Registry::notThere);
    }

    private static Completeness completeness(ResultSet row) throws SQLException {
        var items = new String[][] {{"number", "身份证号未登记或有误"}, {"ethnicity", "民族未登记"}, {"address", "住址未登记"}, {"phone", "没有能联系上的电话"},
                {"father", "父亲未登记"}, {"mother", "母亲未登记"}, {"guardian", "监护人或实际照料人未登记"}};
        var missing = new ArrayList<String>();
        for (var item : items) {
            if (!row.getBoolean(item[0])) {
                missing.add(item[1]);
            }
        }
        var parts = new ArrayList<Completeness.PartState>();
        parts.add(new Completeness.PartState(Part.BASIC.name(), Part.BASIC.title(), items.length - missing.size(), items.length, missing));
        var written = 0;
        for (var part : List.of(Part.VISITS, Part.WORK_LOG, Part.CARE, Part.PROBLEMS, Part.SOLUTIONS)) {
            var entries = row.getInt(part.name().toLowerCase(java.util.Locale.ROOT));
            written += entries > 0 ? 1 : 0;
            parts.add(new Completeness.PartState(part.name(), part.title(), Math.min(entries, 1), 1, entries > 0 ? List.of() : List.of("还没有" + part.title())));
        }
        return new Completeness((int) Math.round(50.0 * (items.length - missing.size()) / items.length) + 10 * written, parts);
    }

    /// Categories of these files, running and ended, in one query.
    @Transactional(readOnly = true)
    public Map<UUID, List<CategorySpell>> categories(Collection<UUID> fileIds) {
        return fileIds.isEmpty() ? Map.of() : jdbc.sql("""
                select file_id, code, name, true_from, true_to, source from registry.category where file_id = any(:ids) order by true_from, code""")
                .param("ids", Registry.array(fileIds)).query((row, n) -> new CategorySpell(row.getObject(1, UUID.class), row.getString(2), row.getString(3),
                        row.getObject(4, LocalDate.class), row.getObject(5, LocalDate.class), row.getString(6))).list().stream()
                .collect(Collectors.groupingBy(CategorySpell::fileId, HashMap::new, Collectors.toList()));
    }

    /// Risk levels of a file from the newest back.
    @Transactional(readOnly = true)
    public List<LevelSpell> levels(UUID fileId) {
        return jdbc.sql("""
                select level, on_date, lead(on_date) over (order by recorded_at) until, cause from registry.level_change where file_id = :id order by recorded_at desc""")
                .param("id", fileId).query((row, n) -> new LevelSpell(Level.valueOf(row.getString(1)), row.getObject(2, LocalDate.class),
                        row.getObject(3, LocalDate.class), row.getString(4))).list();
    }

    /// Re-homes a person: the record, the file and the search rows stand at the new place from now on, and the old one is remembered.
    ///
    /// @throws Refusal `REG-006` when the new place is outside the officer's places: the higher office must do it
    public void move(UUID personId, int toRegion, @Nullable Integer toHukou, LocalDate on, String reason) {
        var person = registry.person(personId);
        if (on.isAfter(today.date())) {
            throw new Refusal(Refusal.Kind.INVALID, "REG-007", "迁移日期晚于今天", "没有改动", "请核对日期");
        }
        jdbc.sql("""
                insert into registry.move (person_id, from_region, to_region, from_hukou, to_hukou, moved_on, recorded_at, recorded_by, reason)
                values (:person, :from, :to, :fromHukou, :toHukou, :on, :now, :by, :reason)""")
                .param("person", personId).param("from", person.regionId()).param("to", toRegion).param("fromHukou", person.hukouId()).param("toHukou", toHukou)
                .param("on", on).param("now", today.now().atOffset(ZoneOffset.UTC)).param("by", Acting.current().accountId()).param("reason", reason).update();
        try {
            jdbc.sql("update registry.person set region_id = :to, hukou_id = :hukou, updated_at = now() where id = :id").param("to", toRegion)
                    .param("hukou", toHukou).param("id", personId).update();
        } catch (org.springframework.dao.DataAccessException e) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "REG-006", "迁入地不在您的管辖范围内", "没有改动", "请由上一级民政部门办理迁移");
        }
        looks.record(LookLog.Action.CHANGE, "person", personId, person.regionId(), null, LookLog.OK, "迁移");
    }

    @Transactional(readOnly = true)
    public List<Move> moves(UUID personId) {
        return jdbc.sql("select from_region, to_region, from_hukou, to_hukou, moved_on, reason from registry.move where person_id = :id order by moved_on, id")
                .param("id", personId).query((row, n) -> new Move(row.getInt(1), row.getInt(2), (Integer) row.getObject(3), (Integer) row.getObject(4),
                        row.getObject(5, LocalDate.class), row.getString(6))).list();
    }
}
