package org.hutong.discovery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.dhatim.fastexcel.Workbook;
import org.hutong.access.Acting;
import org.hutong.access.LookLog;
import org.hutong.kernel.CsvSafe;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.notices.Notices;
import org.hutong.region.Place;
import org.hutong.region.Post;
import org.hutong.region.Posts;
import org.hutong.region.Region;
import org.hutong.region.Regions;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Survey campaigns 摸底排查: begun by the district, worked by each village's director, watched by everyone above.
@Service
@Transactional
public class Campaigns {

    /// Every child on file, whatever the category.
    public static final String EVERYONE = "ALL";
    /// 假设: days after the deadline from which the supervisor is reminded beside the director.
    private static final int SUPERVISOR_AFTER = 3;

    /// @param categories codes of categories asked about, or `ALL`
    public record NewCampaign(String name, String basis, List<String> categories, int regionId, LocalDate dueOn) {}

    /// @param untouched villages that have not answered one line
    public record CampaignRow(UUID id, String no, String name, String basis, List<String> categories, Place place, LocalDate startedOn, LocalDate dueOn, boolean closed, boolean overdue,
            int villages, int villagesDone, int untouched, int targets, int answered, int found, int focus, int plansMissing, String madeBy) {}

    public record VillageRow(UUID taskId, Place place, @Nullable String assignee, int targets, int answered, int found, @Nullable LocalDate firstOn, @Nullable LocalDate doneOn, boolean overdue) {}

    public record CampaignView(CampaignRow campaign, Map<String, Integer> results) {}

    private final JdbcClient jdbc;
    private final Regions regions;
    private final Posts posts;
    private final Notices notices;
    private final LookLog looks;
    private final Today today;

    Campaigns(JdbcClient jdbc, Regions regions, Posts posts, Notices notices, LookLog looks, Today today) {
        this.jdbc = jdbc;
        this.regions = regions;
        this.posts = posts;
        this.notices = notices;
        this.looks = looks;
        this.today = today;
    }

    public UUID begin(NewCampaign asked) {
        if (asked.name().strip().length() < 2 || asked.dueOn().isBefore(today.date())) {
            throw new Refusal(Refusal.Kind.INVALID, "DIS-040", asked.dueOn().isBefore(today.date()) ? "截止日期早于今天" : "没有写排查的名称", "没有开始", "改好后再开始");
        }
        if (asked.categories().isEmpty()) {
            throw new Refusal(Refusal.Kind.INVALID, "DIS-041", "没有选排查对象", "没有开始", "请选择类别，或选全部在档儿童");
        }
        var actor = Acting.current();
        var villages = villages(asked.regionId());
        if (villages.isEmpty()) {
            throw new Refusal(Refusal.Kind.INVALID, "DIS-042", "这个范围里没有村居", "没有开始", "请选择区、街镇或村居");
        }
        var id = Ids.next();
        jdbc.sql("""
                insert into discovery.campaign (id, no, name, basis, categories, region_id, started_on, due_on, state, made_by, made_name, made_at)
                values (:id, :no, :name, :basis, :categories, :region, :today, :due, 'RUNNING', :by, :byName, now())""")
                .param("id", id).param("no", "%d-排-%03d".formatted(today.date().getYear(), jdbc.sql("select nextval('discovery.campaign_no')").query(Long.class).single()))
                .param("name", asked.name().strip()).param("basis", asked.basis().strip()).param("categories", asked.categories().toArray(String[]::new)).param("region", asked.regionId())
                .param("today", today.date()).param("due", asked.dueOn()).param("by", actor.accountId()).param("byName", actor.name()).update();
        var directors = posts.at(villages.stream().map(Region::id).toList(), today.date()).stream().filter(post -> post.kind().equals(Posts.CHILD_DIRECTOR))
                .collect(Collectors.toMap(Post::regionId, post -> post, (one, other) -> one.accountId() != null ? one : other));
        for (var village : villages) {
            var director = directors.get(village.id());
            var task = Ids.next();
            jdbc.sql("""
                    insert into discovery.campaign_task (id, campaign_id, campaign_name, started_on, due_on, region_id, account_id, assignee, targets)
                    values (:id, :campaign, :name, :today, :due, :region, :account, :assignee, 0)""")
                    .param("id", task).param("campaign", id).param("name", asked.name().strip()).param("today", today.date()).param("due", asked.dueOn()).param("region", village.id())
                    .param("account", director == null ? null : director.accountId()).param("assignee", director == null ? null : director.personName()).update();
            var targets = jdbc.sql("""
                    insert into discovery.campaign_target (id, task_id, region_id, child_file_id, child_name, born, known)
                    select uuidv7(), :task, f.region_id, f.id, f.name, f.born, true from registry.child_file f
                    where f.region_id = :region and f.closed_on is null and f.died_on is null and (:everyone or f.categories && cast(:categories as text[])) order by f.name_key, f.id""")
                    .param("task", task).param("region", village.id()).param("everyone", asked.categories().contains(EVERYONE)).param("categories", asked.categories().toArray(String[]::new)).update();
            jdbc.sql("update discovery.campaign_task set targets = :targets where id = :id").param("targets", targets).param("id", task).update();
            if (director != null && director.accountId() != null) {
                notices.tell(director.accountId(), "CAMPAIGN", asked.name().strip() + "：请在 " + asked.dueOn() + " 前排查完本村居", "/leads/campaigns/tasks/" + task);
            }
        }
        looks.record(LookLog.Action.CREATE, "campaign", id, asked.regionId(), null, LookLog.OK, asked.name().strip() + "，" + villages.size() + " 个村居");
        return id;
    }

    private List<Region> villages(int top) {
        var found = new ArrayList<Region>();
        var self = regions.byId(top).orElseThrow(() -> new Refusal(Refusal.Kind.NOT_FOUND, "REG-001", "没有这个地方", "没有开始", "请重新选择"));
        if (self.level().equals("village")) {
            return List.of(self);
        }
        for (var child : regions.children(top)) {
            if (child.level().equals("village")) {
                found.add(child);
            } else {
                found.addAll(villages(child.id()));
            }
        }
        return found;
    }

    private static final String SUMS = """
            select c.*, t.villages, t.villages_done, t.untouched, t.targets, t.answered, x.found, x.focus, x.plans from discovery.campaign c
            left join lateral (select count(*) villages, count(done_on) villages_done, count(*) filter (where first_on is null) untouched, coalesce(sum(targets), 0) targets,
              coalesce(sum(answered), 0) answered from discovery.campaign_task where campaign_id = c.id) t on true
            left join lateral (select count(*) filter (where not g.known) found, count(*) filter (where g.focus) focus, count(*) filter (where g.needs_plan and g.plan is null) plans
              from discovery.campaign_target g join discovery.campaign_task k on k.id = g.task_id where k.campaign_id = c.id) x on true
            """;

    private org.springframework.jdbc.core.RowMapper<CampaignRow> row() {
        return (row, n) -> {
            var due = row.getObject("due_on", LocalDate.class);
            var closed = row.getString("state").equals("CLOSED");
            return new CampaignRow(row.getObject("id", UUID.class), row.getString("no"), row.getString("name"), row.getString("basis"), List.of((String[]) row.getArray("categories").getArray()),
                    regions.place(row.getInt("region_id")), row.getObject("started_on", LocalDate.class), due, closed, !closed && due.isBefore(today.date()), row.getInt("villages"),
                    row.getInt("villages_done"), row.getInt("untouched"), row.getInt("targets"), row.getInt("answered"), row.getInt("found"), row.getInt("focus"), row.getInt("plans"),
                    row.getString("made_name"));
        };
    }

    @Transactional(readOnly = true)
    public List<CampaignRow> list() {
        return jdbc.sql(SUMS + "order by c.made_at desc, c.id limit 100").query(row()).list();
    }

    @Transactional(readOnly = true)
    public CampaignView view(UUID id) {
        var results = new LinkedHashMap<String, Integer>();
        jdbc.sql("""
                select coalesce(g.result, 'OPEN') result, count(*) n from discovery.campaign_target g join discovery.campaign_task k on k.id = g.task_id
                where k.campaign_id = :id group by 1 order by 1""").param("id", id).query(row -> {
                    results.put(row.getString(1), row.getInt(2));
                });
        return new CampaignView(one(id), results);
    }

    private CampaignRow one(UUID id) {
        return jdbc.sql(SUMS + "where c.id = :id").param("id", id).query(row()).optional()
                .orElseThrow(() -> new Refusal(Refusal.Kind.NOT_FOUND, "DIS-043", "没有找到这次排查", "没有改动任何内容", "请从排查列表重新打开"));
    }

    /// Villages of the campaign; those nobody has touched first, then those with most left.
    ///
    /// @param which UNTOUCHED, OPEN, DONE or null for all
    @Transactional(readOnly = true)
    public List<VillageRow> villages(UUID id, @Nullable String which) {
        var rows = jdbc.sql("""
                select k.*, (select count(*) from discovery.campaign_target g where g.task_id = k.id and not g.known) found from discovery.campaign_task k
                where k.campaign_id = :id and (cast(:which as text) is null or :which = 'UNTOUCHED' and first_on is null or :which = 'OPEN' and done_on is null or :which = 'DONE' and done_on is not null)
                order by first_on is not null, targets - answered desc, region_id limit 2000""").param("id", id).param("which", which)
                .query((row, n) -> Map.entry(row.getInt("region_id"), new VillageRow(row.getObject("id", UUID.class), null, row.getString("assignee"), row.getInt("targets"), row.getInt("answered"),
                        row.getInt("found"), row.getObject("first_on", LocalDate.class), row.getObject("done_on", LocalDate.class),
                        row.getObject("done_on") == null && row.getObject("due_on", LocalDate.class).isBefore(today.date())))).list();
        var places = regions.places(rows.stream().map(Map.Entry::getKey).toList());
        return rows.stream().map(entry -> {
            var row = entry.getValue();
            return new VillageRow(row.taskId(), places.get(entry.getKey()), row.assignee(), row.targets(), row.answered(), row.found(), row.firstOn(), row.doneOn(), row.overdue());
        }).toList();
    }

    /// @throws Refusal `DIS-044` while a child of special concern has no plan (every one must have its plan before the campaign ends)
    public void close(UUID id) {
        var campaign = one(id);
        if (campaign.plansMissing() > 0) {
            throw new Refusal(Refusal.Kind.CONFLICT, "DIS-044", campaign.plansMissing() + " 个重点关注儿童还没有关爱方案", "排查没有结束", "请村居补上方案后再结束");
        }
        if (campaign.answered() < campaign.targets() && !campaign.overdue()) {
            throw new Refusal(Refusal.Kind.CONFLICT, "DIS-045", "还有 " + (campaign.targets() - campaign.answered()) + " 人没有排查，期限也没有到", "排查没有结束", "请等到 " + campaign.dueOn() + "，或催办");
        }
        jdbc.sql("update discovery.campaign set state = 'CLOSED', closed_on = :on where id = :id").param("on", today.date()).param("id", id).update();
        jdbc.sql("update discovery.campaign_task set closed = true where campaign_id = :id").param("id", id).update();
        looks.record(LookLog.Action.CHANGE, "campaign", id, campaign.place().id(), null, LookLog.OK, "结束排查");
    }

    /// The report: one sheet of figures, one of villages, one of what was found.
    public byte[] report(UUID id) {
        var view = view(id);
        var campaign = view.campaign();
        looks.record(LookLog.Action.EXPORT, "campaign", id, campaign.place().id(), null, LookLog.OK, "导出排查报告");
        var out = new ByteArrayOutputStream();
        try (var workbook = new Workbook(out, "Hutong", "1.0")) {
            var head = workbook.newWorksheet("汇总");
            var lines = List.of(Map.entry("排查", campaign.name()), Map.entry("编号", campaign.no()), Map.entry("依据", campaign.basis()), Map.entry("范围", campaign.place().path()),
                    Map.entry("起止", campaign.startedOn() + " 至 " + campaign.dueOn()), Map.entry("村居", campaign.villages() + " 个，做完 " + campaign.villagesDone() + " 个，没有动的 " + campaign.untouched() + " 个"),
                    Map.entry("在册对象", campaign.targets() - campaign.found() + " 人"), Map.entry("已排查", campaign.answered() + " 人"), Map.entry("新发现", campaign.found() + " 人"),
                    Map.entry("情况有变", view.results().getOrDefault("CHANGED", 0) + " 人"), Map.entry("迁出", view.results().getOrDefault("MOVED_OUT", 0) + " 人"),
                    Map.entry("找不到", view.results().getOrDefault("NOT_FOUND", 0) + " 人"), Map.entry("重点关注", campaign.focus() + " 人，其中没有方案 " + campaign.plansMissing() + " 人"));
            for (var i = 0; i < lines.size(); i++) {
                head.value(i, 0, lines.get(i).getKey());
                head.value(i, 1, CsvSafe.text(lines.get(i).getValue()));
            }
            head.width(1, 60);
            var sheet = workbook.newWorksheet("村居");
            var headings = List.of("村居", "儿童主任", "对象", "已排查", "新发现", "第一次填", "做完", "是否逾期");
            for (var i = 0; i < headings.size(); i++) {
                sheet.value(0, i, headings.get(i));
            }
            var row = 1;
            for (var village : villages(id, null)) {
                sheet.value(row, 0, CsvSafe.text(village.place().path()));
                sheet.value(row, 1, CsvSafe.text(Objects.requireNonNullElse(village.assignee(), "没有儿童主任")));
                sheet.value(row, 2, village.targets());
                sheet.value(row, 3, village.answered());
                sheet.value(row, 4, village.found());
                sheet.value(row, 5, Objects.toString(village.firstOn(), ""));
                sheet.value(row, 6, Objects.toString(village.doneOn(), ""));
                sheet.value(row++, 7, village.overdue() ? "逾期" : "");
            }
            sheet.width(0, 44);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// Once a day: who is late is told, and after some days the supervisor of the town too.
    ///
    /// @return notices given
    public int remind() {
        record Late(UUID task, String name, UUID account, int town, int left, LocalDate due) {}
        var late = jdbc.sql("""
                select id, campaign_name, account_id, town_id, targets - answered as left_over, due_on from discovery.campaign_task
                where done_on is null and not closed and due_on < :today and (reminded_on is null or reminded_on < :today)""").param("today", today.date())
                .query((row, n) -> new Late(row.getObject("id", UUID.class), row.getString("campaign_name"), row.getObject("account_id", UUID.class), row.getInt("town_id"),
                        row.getInt("left_over"), row.getObject("due_on", LocalDate.class))).list();
        var told = 0;
        for (var one : late) {
            var text = one.name() + " 已过期限（" + one.due() + "），还有 " + one.left() + " 人没有排查";
            if (one.account() != null) {
                notices.tell(one.account(), "CAMPAIGN", text, "/leads/campaigns/tasks/" + one.task());
                told++;
            }
            if (one.due().plusDays(SUPERVISOR_AFTER).isBefore(today.date())) {
                for (var supervisor : posts.holding(one.town(), Posts.CHILD_SUPERVISOR, today.date())) {
                    if (supervisor.accountId() != null) {
                        notices.tell(supervisor.accountId(), "CAMPAIGN", text, "/leads/campaigns/tasks/" + one.task());
                        told++;
                    }
                }
            }
            jdbc.sql("update discovery.campaign_task set reminded_on = :today where id = :id").param("today", today.date()).param("id", one.task()).update();
        }
        return told;
    }
}
