package org.hutong.discovery;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hutong.access.Acting;
import org.hutong.access.LookLog;
import org.hutong.access.ServiceAccounts;
import org.hutong.exchange.Catalogue;
import org.hutong.exchange.DeliveredRows;
import org.hutong.exchange.Deliveries;
import org.hutong.exchange.ListRow;
import org.hutong.kernel.CitizenId;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Page;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.linkage.han.Differences;
import org.hutong.region.Regions;
import org.hutong.registry.ChildSubject;
import org.hutong.registry.FactKinds;
import org.hutong.registry.ListedPersons.Cause;
import org.hutong.registry.PersonView;
import org.hutong.registry.Registry;
import org.hutong.registry.SamePersons;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/// Rows of department lists that may mean a registered person, shown to people and answered by people. The score is told only after the answer.
///
/// Whoever reads sees the questions about persons of his places. The row itself lies in a delivery that mostly stands above them: it is opened by
/// the service for this one question, with the cells the catalogue lets an officer see.
@Service
public class RowReview {

    public enum Answer { SAME, DIFFERENT, UNSURE }

    /// @param row number in the sheet; of several rows the newest; null when the list has come to its term
    public record Row(UUID id, UUID personId, @Nullable UUID fileId, String name, @Nullable LocalDate born, String place, String list, String listName, @Nullable Integer row, @Nullable UUID deliveryId,
            String cause, String causeName, String state, String stateName, @Nullable String held) {}

    public record Reading(String who, String answer, String reason, Instant at) {}

    public record Cell(String name, String value) {}

    /// A lead of the person's children that came up since.
    public record Found(UUID id, String no, String ruleName, String childName) {}

    /// @param mayOpenList the reader sees the delivery itself, not this row alone
    /// @param lines  row and person side by side
    /// @param cells  what else the row says
    /// @param states what would be recorded, or was
    /// @param score  null until it is answered
    public record Opened(Row match, @Nullable String department, @Nullable LocalDate deliveredOn, boolean mayOpenList, List<Pairs.Line> lines, List<Cell> cells, List<String> states, Pairs.@Nullable Score score, List<Reading> readings,
            List<Found> leads, List<String> actions) {}

    private static final Map<String, String> STATES = Map.of("OPEN", "待判断", "SAME", "是同一人", "DIFFERENT", "不是同一人", "UNSURE", "不确定", "OTHER", "已认作别人", "LAPSED", "名单已到期");
    private static final Map<Cause, String> CAUSES = Map.of(Cause.NUMBER, "号码不能用", Cause.NAME, "号码相同、姓名不同", Cause.KIN, "号码是其亲属的", Cause.UNNUMBERED, "档案里没有可用号码", Cause.OTHER_CELL, "另一个号码不能用，整行退回");
    private static final String SELECT = """
            select m.id, m.list, m.list_name, m.person_id, m.region_id, m.cause, m.weight, m.probability, m.waterfall, m.held, m.rank, m.state, r.delivery_id, r.row_no
            from discovery.row_match m
            left join lateral (select delivery_id, row_no from discovery.row_match_row where match_id = m.id order by delivery_id desc, row_no limit 1) r on true""";
    private static final String NARROWED = " where m.state = :state and (:delivery::uuid is null or exists (select 1 from discovery.row_match_row d where d.match_id = m.id and d.delivery_id = :delivery::uuid))";

    private record Stored(UUID id, String list, String listName, UUID person, int region, Cause cause, double weight, double probability, String waterfall, @Nullable String held,
            float rank, String state, @Nullable UUID delivery, @Nullable Integer row) {}

    private final JdbcClient jdbc;
    private final RowMatches matches;
    private final Comparisons comparisons;
    private final Registry registry;
    private final SamePersons same;
    private final DeliveredRows deliveredRows;
    private final Deliveries deliveries;
    private final Catalogue catalogue;
    private final Regions regions;
    private final ServiceAccounts accounts;
    private final LookLog looks;
    private final JsonMapper json;
    private final Today today;
    private final TransactionTemplate transaction;

    RowReview(JdbcClient jdbc, RowMatches matches, Comparisons comparisons, Registry registry, SamePersons same, DeliveredRows deliveredRows, Deliveries deliveries, Catalogue catalogue,
            Regions regions, ServiceAccounts accounts, LookLog looks, JsonMapper json, Today today, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.matches = matches;
        this.comparisons = comparisons;
        this.registry = registry;
        this.same = same;
        this.deliveredRows = deliveredRows;
        this.deliveries = deliveries;
        this.catalogue = catalogue;
        this.regions = regions;
        this.accounts = accounts;
        this.looks = looks;
        this.json = json;
        this.today = today;
        transaction = new TransactionTemplate(transactions);
    }

    // ---- reading

    /// @param state    one of the states, or null for those that wait
    /// @param delivery only those of this delivery
    public Page<Row> list(@Nullable String state, @Nullable UUID delivery, @Nullable String after, @Nullable Integer asked) {
        if (state != null && !STATES.containsKey(state)) {
            throw new Refusal(Refusal.Kind.INVALID, "DIS-020", "没有这种状态", "没有查询", "请从页面上选择状态");
        }
        var limit = Page.limit(asked);
        var from = position(Page.key(after));
        return transaction.execute(t -> {
            var found = jdbc.sql(SELECT + NARROWED + " and (:rank::real is null or (m.rank, m.id) > (:rank::real, :id::uuid)) order by m.rank, m.id limit :limit")
                    .param("state", state == null ? "OPEN" : state).param("delivery", delivery).param("rank", from == null ? null : from.rank()).param("id", from == null ? null : from.id())
                    .param("limit", limit + 1).query(RowReview::stored).list();
            var total = jdbc.sql("select count(*) from discovery.row_match m" + NARROWED).param("state", state == null ? "OPEN" : state).param("delivery", delivery).query(Integer.class).single();
            looks.record(LookLog.Action.LIST, "rowMatch", null, null, null, LookLog.OK, "返回 " + Math.min(limit, found.size()) + " 条");
            var cut = Page.cut(found, limit, one -> one.rank() + " " + one.id());
            return new Page<>(rows(cut.items()), cut.next(), null, total, false);
        });
    }

    private record Position(float rank, UUID id) {}

    private static @Nullable Position position(@Nullable String key) {
        try {
            return key == null ? null : new Position(Float.parseFloat(key.split(" ")[0]), UUID.fromString(key.split(" ")[1]));
        } catch (RuntimeException e) {
            throw new Refusal(Refusal.Kind.INVALID, "KER-002", "翻页位置无效", "没有改动任何内容", "请从第一页重新打开");
        }
    }

    public Opened open(UUID id) {
        var match = transaction.execute(t -> stored(id));
        var row = row(match);
        return transaction.execute(t -> opened(stored(id), row));
    }

    private record Listed(@Nullable ListRow row, @Nullable String department, @Nullable LocalDate on) {}

    /// The newest row of the question, as the service reads it.
    private Listed row(Stored match) {
        if (match.delivery() == null) {
            return new Listed(null, null, null);
        }
        return Acting.as(accounts.nightly(), () -> transaction.execute(t -> {
            var delivery = deliveries.byId(match.delivery());
            var rows = deliveredRows.opened(match.delivery(), matches.rowsOf(match.id()).get(match.delivery()));
            return new Listed(rows.isEmpty() ? null : rows.getFirst(), delivery.department(), today.dayOf(delivery.receivedAt()));
        }));
    }

    private Opened opened(Stored match, Listed listed) {
        looks.record(LookLog.Action.OPEN, "rowMatch", match.id(), match.region(), null, LookLog.OK, match.listName() + (match.row() == null ? "" : "第 " + match.row() + " 行"));
        var readings = jdbc.sql("select reader_name, answer, reason, at from discovery.row_match_reading where match_id = :id order by at").param("id", match.id())
                .query((r, n) -> new Reading(r.getString(1), r.getString(2), r.getString(3), r.getObject(4, OffsetDateTime.class).toInstant())).list();
        var answered = !match.state().equals("OPEN");
        var actions = switch (match.state()) {
            case "OPEN" -> List.of("ANSWER");
            case "SAME", "DIFFERENT", "UNSURE" -> List.of("UNDO");
            default -> List.<String>of();
        };
        var lines = new ArrayList<Pairs.Line>();
        var cells = new ArrayList<Cell>();
        var states = new ArrayList<String>();
        if (listed.row() != null) {
            var entry = catalogue.entry(match.list()).orElseThrow();
            lines.addAll(lines(entry, listed.row().fields(), match.person()));
            entry.fields().stream().filter(field -> field.sees() != Catalogue.Sees.DEPARTMENT && field.type() != Catalogue.FieldType.ID_NUMBER && field.type() != Catalogue.FieldType.NAME
                    && !List.of("childName", "parentName", "guardian").contains(field.code()) && listed.row().fields().containsKey(field.code())).forEach(field -> cells.add(new Cell(field.name(), listed.row().fields().get(field.code()))));
            entry.stated(listed.row()).forEach(fact -> states.add(FactKinds.name(fact.kind()) + "：" + fact.value() + "，" + fact.from() + " 起" + (fact.to() == null ? "" : "，" + fact.to() + " 止")
                    + (fact.parent() == null ? "" : "（" + fact.parent() + "）")));
        }
        return new Opened(rows(List.of(match)).getFirst(), listed.department(), listed.on(), match.delivery() != null && deliveries.isSeen(match.delivery()), lines, cells, states,
                answered ? new Pairs.Score(match.weight(), match.probability(), List.of(json.readValue(match.waterfall(), SamePersons.Step[].class))) : null, readings,
                match.state().equals("SAME") ? leads(match.person()) : List.of(), actions);
    }

    private List<Found> leads(UUID person) {
        var files = registry.childFilesTouchedBy(List.of(person));
        return files.isEmpty() ? List.of() : jdbc.sql("select id, no, rule_name, child_name from discovery.lead where child_file_id = any(:files) and state in ('NEW', 'ASSIGNED', 'NOT_FOUND', 'NEEDS_HELP') order by id desc limit 20")
                .param("files", files.toArray(UUID[]::new)).query((r, n) -> new Found(r.getObject(1, UUID.class), r.getString(2), r.getString(3), r.getString(4))).list();
    }

    /// Row and person side by side; numbers and phones masked, their differences told in words.
    private List<Pairs.Line> lines(Catalogue.Entry entry, Map<String, String> row, UUID person) {
        var told = Optional.ofNullable(same.toldAlso(List.of(person)).get(person)).orElseThrow(RowReview::notThere);
        var view = registry.persons(List.of(person)).get(person);
        var number = row.getOrDefault("idNumber", "");
        var valid = CitizenId.parse(number);
        var lines = new ArrayList<Pairs.Line>();
        lines.add(line("姓名", row.getOrDefault("name", ""), told.name()));
        lines.add(new Pairs.Line(entry.field("idNumber").map(Catalogue.Field::name).orElse("身份证号"),
                number.isEmpty() ? "" : valid.map(CitizenId::masked).orElseGet(() -> CitizenId.mask(number)) + "（" + NumberSlip.of(number, told.idNumber()) + "）", text(view.idMasked()),
                number.equals(text(told.idNumber())), List.of(), List.of()));
        lines.add(line("出生日期", row.getOrDefault("born", valid.map(id -> id.born().toString()).orElse("")), told.born() == null ? "" : told.born().toString()));
        lines.add(line("性别", row.getOrDefault("sex", valid.map(CitizenId::sex).orElse("")), told.sex().equals("未知") ? "" : told.sex()));
        if (row.containsKey("phone")) {
            lines.add(new Pairs.Line("电话", mask(row.get("phone")), text(view.phoneMasked()), row.get("phone").equals(told.phone()), List.of(), List.of()));
        }
        var place = regions.path(told.regionId());
        lines.add(line("住址", row.getOrDefault("address", ""), told.address().startsWith(place) && told.address().length() > place.length() ? told.address().substring(place.length()) : told.address()));
        var kin = Stream.concat(registry.relativeOf(List.of(person)).getOrDefault(person, List.of()).stream(), registry.relatives(person).stream())
                .filter(one -> one.person() != null).map(one -> one.person().name()).distinct().limit(8).toList();
        lines.add(new Pairs.Line("亲属", LeftRows.kin(row), String.join("、", kin), kin.contains(LeftRows.kin(row)), List.of(), List.of()));
        if (row.containsKey("age")) {
            lines.add(line("年龄", row.get("age"), ""));
        }
        return lines.stream().filter(line -> !line.left().isEmpty() || !line.right().isEmpty()).toList();
    }

    private static Pairs.Line line(String label, String left, String right) {
        return new Pairs.Line(label, left, right, left.equals(right), Differences.of(left, right), Differences.of(right, left));
    }

    private static String mask(String phone) {
        return phone.length() < 8 ? "****" : phone.substring(0, 3) + "****" + phone.substring(phone.length() - 4);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    // ---- answering

    /// A yes records the row's facts for the person at once and compares the children they touch.
    ///
    /// @throws Refusal `DIS-060` answered already, or no reason given
    public Opened answer(UUID id, Answer answer, String reason) {
        transaction.executeWithoutResult(t -> {
            if (jdbc.sql("update discovery.row_match set state = :state where id = :id and state = 'OPEN'").param("state", answer.name()).param("id", id).update() == 0) {
                stored(id);
                throw new Refusal(Refusal.Kind.CONFLICT, "DIS-060", "这一行已经判断过", "没有保存", "请刷新后查看；判断错了可以先撤销");
            }
            said(id, answer.name(), reason);
        });
        if (answer == Answer.SAME) {
            asService(() -> matches.apply(id));
        }
        return open(id);
    }

    /// Takes an answer back; what followed from a yes is taken back too, leads that came of it stay to be answered.
    ///
    /// @throws Refusal `DIS-061` nothing was answered
    public Opened undo(UUID id, String reason) {
        var before = transaction.execute(t -> {
            var match = stored(id);
            if (jdbc.sql("update discovery.row_match set state = 'OPEN' where id = :id and state in ('SAME', 'DIFFERENT', 'UNSURE')").param("id", id).update() == 0) {
                throw new Refusal(Refusal.Kind.CONFLICT, "DIS-061", "这一行没有判断，不用撤销", "没有改动", "请刷新后查看");
            }
            said(id, "UNDONE", reason);
            return match;
        });
        if (before.state().equals("SAME")) {
            asService(() -> matches.withdraw(id, before.person()));
        }
        return open(id);
    }

    private void said(UUID id, String answer, String reason) {
        var actor = Acting.current();
        jdbc.sql("insert into discovery.row_match_reading (id, match_id, answer, reason, reader_id, reader_name, at) values (:id, :match, :answer, :reason, :by, :name, :now)")
                .param("id", Ids.next()).param("match", id).param("answer", answer).param("reason", reason.strip()).param("by", actor.accountId()).param("name", actor.name())
                .param("now", today.now().atOffset(ZoneOffset.UTC)).update();
        looks.record(LookLog.Action.DECIDE, "rowMatch", id, null, null, LookLog.OK, answer);
    }

    private void asService(java.util.concurrent.Callable<java.util.Set<UUID>> work) {
        Acting.as(accounts.nightly(), () -> {
            var told = transaction.execute(t -> {
                try {
                    return work.call();
                } catch (RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            return comparisons.compare(told);
        });
    }

    private Stored stored(UUID id) {
        return jdbc.sql(SELECT + " where m.id = :id").param("id", id).query(RowReview::stored).optional().orElseThrow(RowReview::notThere);
    }

    private List<Row> rows(List<Stored> matches) {
        var people = registry.persons(matches.stream().map(Stored::person).collect(Collectors.toSet()));
        var files = registry.childrenOf(people.keySet());
        var places = regions.places(people.values().stream().map(PersonView::regionId).distinct().toList());
        return matches.stream().filter(one -> people.containsKey(one.person())).map(one -> {
            var person = people.get(one.person());
            return new Row(one.id(), person.id(), Optional.ofNullable(files.get(person.id())).map(ChildSubject::fileId).orElse(null), person.name(), person.born(),
                    places.get(person.regionId()).path(), one.list(), one.listName(), one.row(), one.delivery(), one.cause().name(), CAUSES.get(one.cause()), one.state(), STATES.get(one.state()),
                    one.held());
        }).toList();
    }

    private static Stored stored(ResultSet row, int n) throws SQLException {
        return new Stored(row.getObject("id", UUID.class), row.getString("list"), row.getString("list_name"), row.getObject("person_id", UUID.class), row.getInt("region_id"),
                Cause.valueOf(row.getString("cause")), row.getFloat("weight"), row.getFloat("probability"), row.getString("waterfall"), row.getString("held"), row.getFloat("rank"),
                row.getString("state"), row.getObject("delivery_id", UUID.class), row.getObject("row_no", Integer.class));
    }

    private static Refusal notThere() {
        return new Refusal(Refusal.Kind.NOT_FOUND, "DIS-024", "没有找到，或不在您的权限范围内", "没有改动任何内容", "请从列表重新打开");
    }
}
