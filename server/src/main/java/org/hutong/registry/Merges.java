package org.hutong.registry;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hutong.access.Acting;
import org.hutong.access.LookLog;
import org.hutong.access.Role;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Two records that are one person, joined by a person's act and parted by another.
///
/// Joining writes a pointer from the one record (and its file) to the other and nothing else: facts, kin, visits and payments stay under the
/// record they were written to and are read together. Parting takes the pointer away, and all is as it was.
@Service
@Transactional
public class Merges {

    /// @param undoneAt null while the two are joined
    public record Merge(UUID id, UUID survivorId, UUID mergedId, @Nullable UUID survivorFile, @Nullable UUID mergedFile, String reason, Instant doneAt,
            String doneBy, @Nullable Instant undoneAt, @Nullable String undoneBy, @Nullable String undoneReason) {}

    private static final String COLUMNS = "id, survivor_id, merged_id, survivor_file, merged_file, reason, done_at, done_name, undone_at, undone_name, undone_reason";

    private final JdbcClient jdbc;
    private final Merged merged;
    private final Registry registry;
    private final LookLog looks;
    private final Today today;

    Merges(JdbcClient jdbc, Merged merged, Registry registry, LookLog looks, Today today) {
        this.jdbc = jdbc;
        this.merged = merged;
        this.registry = registry;
        this.looks = looks;
        this.today = today;
    }

    /// Joins `other` to `survivor`. Both must stand in the officer's places: over two districts that is the city's officer.
    ///
    /// @throws Refusal `REG-080` the same record, or one that is already joined; `REG-081` two valid, different numbers; `REG-082` a program asks
    public Merge merge(UUID survivor, UUID other, String reason) {
        if (Acting.current().roles().contains(Role.SERVICE)) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "REG-082", "合并档案只能由人来办", "没有合并", "请由工作人员核对后办理");
        }
        var kept = registry.ownRecord(survivor);
        var joined = registry.ownRecord(other);
        if (survivor.equals(other) || !merged.survivor(survivor).equals(survivor) || !merged.survivor(other).equals(other)) {
            throw new Refusal(Refusal.Kind.CONFLICT, "REG-080", "其中一条记录已经并入别的记录", "没有合并", "请刷新后重新选择");
        }
        var numbers = jdbc.sql("select count(distinct id_index) from registry.person where id in (:a, :b) and id_index is not null").param("a", survivor)
                .param("b", other).query(Integer.class).single();
        if (numbers > 1) {
            throw new Refusal(Refusal.Kind.CONFLICT, "REG-081", "两条记录的身份证号都有效且不同，是两个人", "没有合并", "如号码登记有误，请先更正号码");
        }
        var id = Ids.next();
        var files = new UUID[] {ownFile(survivor).orElse(null), ownFile(other).orElse(null)};
        jdbc.sql("update registry.person set merged_into = :into where id = :id").param("into", survivor).param("id", other).update();
        if (files[0] != null && files[1] != null) {
            jdbc.sql("update registry.child_file set merged_into = :into where id = :id").param("into", files[0]).param("id", files[1]).update();
        }
        jdbc.sql("""
                insert into registry.merge (id, survivor_id, merged_id, survivor_file, merged_file, reason, done_at, done_by, done_name)
                values (:id, :survivor, :merged, :survivorFile, :mergedFile, :reason, :now, :by, :name)""")
                .param("id", id).param("survivor", survivor).param("merged", other).param("survivorFile", files[0]).param("mergedFile", files[1])
                .param("reason", reason.strip()).param("now", today.now().atOffset(ZoneOffset.UTC)).param("by", Acting.current().accountId())
                .param("name", Acting.current().name()).update();
        looks.record(LookLog.Action.CHANGE, "person", survivor, kept.regionId(), null, LookLog.OK, "合并档案");
        looks.record(LookLog.Action.CHANGE, "person", other, joined.regionId(), null, LookLog.OK, "并入另一档案");
        return get(id);
    }

    /// Parts two records again; everything under either is as it was before they were joined.
    ///
    /// @throws Refusal `REG-083` they are parted already
    public Merge undo(UUID id, String reason) {
        var merge = get(id);
        if (merge.undoneAt() != null) {
            throw new Refusal(Refusal.Kind.CONFLICT, "REG-083", "这次合并已经撤销", "没有改动", "请刷新后查看");
        }
        if (merge.survivorFile() != null && merge.mergedFile() != null) {
            jdbc.sql("update registry.child_file set merged_into = null where id = :id").param("id", merge.mergedFile()).update();
        }
        var parted = jdbc.sql("update registry.person set merged_into = null where id = :id and merged_into = :into").param("id", merge.mergedId())
                .param("into", merge.survivorId()).update();
        if (parted == 0) {
            throw Registry.notThere();
        }
        jdbc.sql("update registry.merge set undone_at = :now, undone_by = :by, undone_name = :name, undone_reason = :reason where id = :id")
                .param("now", today.now().atOffset(ZoneOffset.UTC)).param("by", Acting.current().accountId()).param("name", Acting.current().name())
                .param("reason", reason.strip()).param("id", id).update();
        looks.record(LookLog.Action.CHANGE, "person", merge.survivorId(), registry.ownRecord(merge.survivorId()).regionId(), null, LookLog.OK, "撤销合并");
        return get(id);
    }

    @Transactional(readOnly = true)
    public Merge get(UUID id) {
        return jdbc.sql("select " + COLUMNS + " from registry.merge where id = :id").param("id", id).query(Merges::row).optional().orElseThrow(Registry::notThere);
    }

    /// Every joining and parting these records had a part in, newest first.
    @Transactional(readOnly = true)
    public List<Merge> of(List<UUID> persons) {
        return jdbc.sql("select " + COLUMNS + " from registry.merge where survivor_id = any(:ids) or merged_id = any(:ids) order by done_at desc")
                .param("ids", Registry.array(persons)).query(Merges::row).list();
    }

    private Optional<UUID> ownFile(UUID person) {
        return jdbc.sql("select id from registry.child_file where person_id = :id").param("id", person).query(UUID.class).optional();
    }

    private static Merge row(java.sql.ResultSet row, int n) throws java.sql.SQLException {
        var undone = row.getObject("undone_at", OffsetDateTime.class);
        return new Merge(row.getObject("id", UUID.class), row.getObject("survivor_id", UUID.class), row.getObject("merged_id", UUID.class),
                row.getObject("survivor_file", UUID.class), row.getObject("merged_file", UUID.class), row.getString("reason"),
                row.getObject("done_at", OffsetDateTime.class).toInstant(), row.getString("done_name"), undone == null ? null : undone.toInstant(),
                row.getString("undone_name"), row.getString("undone_reason"));
    }
}
