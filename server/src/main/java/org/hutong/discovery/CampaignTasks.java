package org.hutong.discovery;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hutong.access.Acting;
import org.hutong.access.LookLog;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.kernel.Vault;
import org.hutong.region.Place;
import org.hutong.region.Regions;
import org.hutong.registry.FactKinds;
import org.hutong.registry.FactSource;
import org.hutong.registry.NewFact;
import org.hutong.registry.NewPerson;
import org.hutong.registry.Registry;
import org.hutong.registry.Relation;
import org.hutong.registry.Relative;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// One village's share of a campaign. Answers become facts of the persons they are about; a child nobody knew gets a file.
@Service
@Transactional
public class CampaignTasks {

    private static final String AAD = "discovery.campaign_target.answers";

    public enum Result {
        SAME("没有变化"), CHANGED("情况有变"), MOVED_OUT("已迁出"), NEW("新发现"), NOT_FOUND("找不到");

        private final String title;

        Result(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /// What the director asked at the door.
    ///
    /// @param fatherAway since when the father works away; null where he does not, or nobody said
    /// @param fatherBack he was away and has come back on that day
    /// @param childAway  since when the child lives away from the place of registration
    /// @param withParent the child lives away with a parent or guardian
    public record SurveyAnswers(@Nullable LocalDate fatherAway, @Nullable LocalDate fatherBack, @Nullable LocalDate motherAway, @Nullable LocalDate motherBack,
            @Nullable LocalDate childAway, @Nullable Boolean withParent, @Nullable String livesWith, @Nullable String note) {}

    /// @param focus a child of special concern 重点关注: a plan has to be written
    public record SurveyAnswer(Result result, boolean focus, @Nullable String plan, @Nullable SurveyAnswers answers) {}

    public record NewChild(String name, String sex, LocalDate born, @Nullable String idNumber, boolean focus, @Nullable String plan, @Nullable SurveyAnswers answers) {}

    public record Target(UUID id, @Nullable UUID childId, String name, @Nullable Integer age, boolean known, @Nullable Result result, @Nullable String resultName, boolean focus,
            @Nullable String plan, @Nullable SurveyAnswers answers, @Nullable LocalDate answeredOn, @Nullable String answeredBy) {}

    public record Task(UUID id, UUID campaignId, String campaignName, Place place, @Nullable String assignee, LocalDate startedOn, LocalDate dueOn, boolean overdue, boolean closed,
            int targets, int answered, List<Target> lines) {}

    private final JdbcClient jdbc;
    private final Registry registry;
    private final Regions regions;
    private final Vault vault;
    private final JsonMapper json;
    private final LookLog looks;
    private final Today today;

    CampaignTasks(JdbcClient jdbc, Registry registry, Regions regions, Vault vault, JsonMapper json, LookLog looks, Today today) {
        this.jdbc = jdbc;
        this.registry = registry;
        this.regions = regions;
        this.vault = vault;
        this.json = json;
        this.looks = looks;
        this.today = today;
    }

    private record Row(UUID id, UUID campaign, String name, int region, @Nullable String assignee, LocalDate from, LocalDate due, boolean closed, int targets, int answered) {}

    private Row row(UUID id) {
        return jdbc.sql("select * from discovery.campaign_task where id = :id").param("id", id)
                .query((row, n) -> new Row(id, row.getObject("campaign_id", UUID.class), row.getString("campaign_name"), row.getInt("region_id"), row.getString("assignee"),
                        row.getObject("started_on", LocalDate.class), row.getObject("due_on", LocalDate.class), row.getBoolean("closed"), row.getInt("targets"), row.getInt("answered")))
                .optional().orElseThrow(() -> new Refusal(Refusal.Kind.NOT_FOUND, "DIS-046", "没有找到这个村居的排查任务，或不在您的权限范围内", "没有改动任何内容", "请从工作台重新打开"));
    }

    public Task task(UUID id) {
        var row = row(id);
        looks.record(LookLog.Action.LIST, "campaign_task", id, row.region(), null, LookLog.OK, row.name());
        var lines = jdbc.sql("select * from discovery.campaign_target where task_id = :id order by result is not null, id limit 2000").param("id", id).query((line, n) -> {
            var target = line.getObject("id", UUID.class);
            var born = line.getObject("born", LocalDate.class);
            var result = line.getString("result") == null ? null : Result.valueOf(line.getString("result"));
            var sealed = line.getBytes("answers");
            return new Target(target, line.getObject("child_file_id", UUID.class), line.getString("child_name"), born == null ? null : java.time.Period.between(born, today.date()).getYears(),
                    line.getBoolean("known"), result, result == null ? null : result.title(), line.getBoolean("focus"), line.getString("plan"),
                    sealed == null ? null : json.readValue(vault.open(sealed, Vault.aad(AAD, target)), SurveyAnswers.class), line.getObject("answered_on", LocalDate.class), line.getString("answered_name"));
        }).list();
        return new Task(id, row.campaign(), row.name(), regions.place(row.region()), row.assignee(), row.from(), row.due(), row.due().isBefore(today.date()) && row.answered() < row.targets(), row.closed(),
                row.targets(), row.answered(), lines);
    }

    public void answer(UUID targetId, SurveyAnswer said) {
        record Line(UUID task, @Nullable UUID child, @Nullable String before) {}
        var line = jdbc.sql("select task_id, child_file_id, result from discovery.campaign_target where id = :id for update").param("id", targetId)
                .query((row, n) -> new Line(row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getString(3))).optional()
                .orElseThrow(() -> new Refusal(Refusal.Kind.NOT_FOUND, "DIS-047", "没有找到这个排查对象", "没有保存", "请从任务页重新打开"));
        var task = open(line.task());
        if (said.result() == Result.NEW) {
            throw new Refusal(Refusal.Kind.INVALID, "DIS-048", "新发现的孩子请点“新发现”登记", "没有保存", "在名单下方登记");
        }
        if (said.result() == Result.CHANGED && line.child() != null && said.answers() != null) {
            record(registry.child(line.child()).personId(), said.answers(), task.name());
        }
        write(targetId, said.result(), said.focus(), said.plan(), said.answers());
        counted(task.id());
        looks.record(LookLog.Action.CHANGE, "campaign_target", targetId, task.region(), null, LookLog.OK, said.result().title());
    }

    /// A child nobody knew: enrolled with a file, and a line of the task.
    public UUID found(UUID taskId, NewChild child) {
        var task = open(taskId);
        var person = registry.enrol(new NewPerson(child.name(), child.sex(), child.born(), null, child.idNumber(), null, null, null, null, task.region(), null, null));
        var already = registry.childFileOf(person);
        var file = registry.openFile(person, null);
        if (already.isPresent() && jdbc.sql("select count(*) from discovery.campaign_target where task_id = :task and child_file_id = :file").param("task", taskId).param("file", file).query(Integer.class).single() > 0) {
            throw new Refusal(Refusal.Kind.CONFLICT, "DIS-049", child.name() + " 已经在这份名单里", "没有重复登记", "请在名单里填写结果");
        }
        if (child.answers() != null) {
            record(person, child.answers(), task.name());
        }
        var id = Ids.next();
        jdbc.sql("insert into discovery.campaign_target (id, task_id, region_id, child_file_id, child_name, born, known) values (:id, :task, :region, :file, :name, :born, false)")
                .param("id", id).param("task", taskId).param("region", task.region()).param("file", file).param("name", child.name().strip()).param("born", child.born()).update();
        jdbc.sql("update discovery.campaign_task set targets = targets + 1 where id = :id").param("id", taskId).update();
        write(id, Result.NEW, child.focus(), child.plan(), child.answers());
        counted(taskId);
        looks.record(LookLog.Action.CREATE, "campaign_target", id, task.region(), null, LookLog.OK, "排查新发现");
        return id;
    }

    private Row open(UUID taskId) {
        var task = row(taskId);
        if (task.closed()) {
            throw new Refusal(Refusal.Kind.CONFLICT, "DIS-050", "这次排查已经结束", "没有保存", "新的变化请在孩子的档案里登记");
        }
        return task;
    }

    private void write(UUID id, Result result, boolean focus, @Nullable String plan, @Nullable SurveyAnswers answers) {
        var actor = Acting.current();
        jdbc.sql("""
                update discovery.campaign_target set result = :result, focus = :focus, needs_plan = :focus, plan = :plan, answers = :answers, answered_on = :today, answered_at = now(),
                  answered_by = :by, answered_name = :byName where id = :id""")
                .param("result", result.name()).param("focus", focus).param("plan", plan == null || plan.isBlank() ? null : plan.strip())
                .param("answers", answers == null ? null : vault.seal(json.writeValueAsString(answers), Vault.aad(AAD, id))).param("today", today.date()).param("by", actor.accountId())
                .param("byName", actor.name()).param("id", id).update();
    }

    private void counted(UUID taskId) {
        jdbc.sql("""
                update discovery.campaign_task k set answered = n.answered, first_on = coalesce(k.first_on, :today), done_on = case when n.answered >= k.targets then coalesce(k.done_on, :today) end
                from (select count(result) answered from discovery.campaign_target where task_id = :id) n where k.id = :id""").param("today", today.date()).param("id", taskId).update();
    }

    /// What was said at the door, on the persons it is about; what is blank was not asked.
    private void record(UUID child, SurveyAnswers said, String campaign) {
        var source = new FactSource(null, "摸底排查 " + campaign, null, null, null);
        var parents = registry.relatives(child);
        away(parents, Relation.FATHER, said.fatherAway(), said.fatherBack(), source);
        away(parents, Relation.MOTHER, said.motherAway(), said.motherBack(), source);
        if (said.childAway() != null) {
            state(child, "离开户籍地日期", said.childAway().toString(), said.childAway(), source);
        }
        if (said.withParent() != null) {
            state(child, "随父母或监护人", said.withParent() ? "true" : "false", today.date(), source);
        }
    }

    private void away(List<Relative> relatives, Relation relation, @Nullable LocalDate since, @Nullable LocalDate back, FactSource source) {
        Optional<Relative> parent = relatives.stream().filter(one -> one.kind() == relation && one.holds(today.date())).findFirst();
        if (parent.isEmpty()) {
            return;
        }
        var person = parent.get().personId();
        var known = registry.facts(person, today.date(), today.now()).stream().filter(fact -> fact.kind().equals(FactKinds.AWAY)).findFirst();
        if (back != null && known.isPresent() && !back.isBefore(known.get().trueFrom())) {
            registry.record(new NewFact(person, FactKinds.AWAY, known.get().value(), null, known.get().trueFrom(), back, source, null, null, null, known.get().id()));
        } else if (since != null && known.map(fact -> !fact.trueFrom().equals(since)).orElse(true)) {
            registry.record(new NewFact(person, FactKinds.AWAY, "外出务工", null, since, null, source, null, null, null, known.map(fact -> fact.id()).orElse(null)));
        }
    }

    private void state(UUID person, String kind, String value, LocalDate from, FactSource source) {
        var known = registry.facts(person, today.date(), today.now()).stream().filter(fact -> fact.kind().equals(kind)).findFirst();
        if (known.map(fact -> !fact.value().equals(value)).orElse(true)) {
            registry.record(new NewFact(person, kind, value, null, from, null, source, null, null, null, known.map(fact -> fact.id()).orElse(null)));
        }
    }
}
