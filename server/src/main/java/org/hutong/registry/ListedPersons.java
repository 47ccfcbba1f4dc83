package org.hutong.registry;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hutong.kernel.CitizenId;
import org.hutong.kernel.Vault;
import org.hutong.linkage.LinkResult;
import org.hutong.linkage.Linker;
import org.hutong.linkage.Model;
import org.hutong.linkage.compare.Guard;
import org.hutong.linkage.han.IdNumber;
import org.hutong.linkage.han.Pinyin;
import org.hutong.linkage.table.Source;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Which registered persons the rows of a department's list may mean where the identity number does not say. It finds and weighs; people decide.
///
/// Numbers stand encrypted, so that nothing near a number can be searched for. What can: a failing check digit leaves about twenty numbers one
/// slip away, each of which has its blind index; and the toneless sound of the name has its own. Whoever these bring is then weighed by the
/// linkage library. A valid number that meets nobody is a stranger's, unless the person it means is registered without a number that can be used.
@Service
@Transactional(readOnly = true)
public class ListedPersons {

    /// NUMBER: the row's number cannot be used; NAME: the number is exactly the person's, the name quite another; KIN: the number is a relative's of
    /// the person; UNNUMBERED: the person is registered without a number that can be used; OTHER_CELL: the number is right and was refused with the row for
    /// another number in it.
    public enum Cause { NUMBER, NAME, KIN, UNNUMBERED, OTHER_CELL }

    /// What a row says of whom it means; empty where it says nothing.
    ///
    /// @param born     as the list writes it
    /// @param idNumber as it stands in the cell, cleaned
    /// @param kin      name of a relative of theirs
    /// @param owner    whose number it exactly is, though the name is another
    public record Listed(UUID row, String name, String sex, String born, String idNumber, String phone, String address, String kin, @Nullable UUID owner) {

        private boolean valid() {
            return CitizenId.parse(idNumber).isPresent();
        }
    }

    /// @param held why no score may settle it, in Chinese
    /// @param mark keyed mark of what was compared of the person: it changes when the person does
    public record Meant(UUID row, UUID person, Cause cause, double weight, double probability, @Nullable String held, List<SamePersons.Step> steps, byte[] mark) {

        private Meant held(String why) {
            return new Meant(row, person, cause, weight, probability, why, steps, mark);
        }

        private Meant shared(double probability) {
            return new Meant(row, person, cause, weight, probability, held, steps, mark);
        }
    }

    private static final List<String> HEADER = List.of("编号", "姓名", "性别", "出生日期", "身份证号", "电话", "住址", "亲属");
    private static final Model MODEL = Model.parse("""
            id: 编号
            columns:
              姓名: chinese-name
              性别: sex
              出生日期: date
              身份证号: id-number
              电话: phone
              住址: address
              亲属: {type: chinese-name, of: kin}
            options: {links: many-to-one}
            """, "listed");
    /// Who is less likely than this is not worth a person's time: the same as for two records ([SamePersons]).
    private static final double LEAST = 0.05;
    private static final int MOST = 3;
    private static final int AT_ONCE = 4_000;
    /// A name that sounds like more registered persons says nothing, unless something else in the row tells them apart.
    private static final int NAMESAKES = 60;
    private static final int NAMESAKES_TOLD_APART = 400;
    private static final int INDEXES = 20_000;
    /// So many persons drawn from the registry stand beside those who may be meant: from them the linkage learns how common a name or a day is.
    private static final int BESIDE = 3_000;
    /// So many of them stand in the list as well, written as a careless clerk writes ([#carelessly]): from them it learns what agreement is worth,
    /// however short the list is.
    private static final int KNOWN = 600;
    /// A registry of fewer persons is filled up with invented ones, or nothing could be learned from it.
    private static final int FEWEST = 1_000;
    private static final String SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕";
    private static final String GIVEN = "明芳伟娜静强磊洋勇艳杰娟涛超兰霞平刚桂英华玉萍红建国文辉力健世广志义兴良海山仁波宁贵福生龙元全国胜学祥才发武新利清飞彬富顺信子";
    /// 假设: one of about four relatives of the number's owner is meant.
    private static final double AMONG_KIN = -2;
    private static final Set<String> NAME_AGREES = Set.of("相同", "异体或同音", "近音或形近");

    private final JdbcClient jdbc;
    private final Vault vault;
    private final SamePersons same;
    private final Registry registry;

    ListedPersons(JdbcClient jdbc, Vault vault, SamePersons same, Registry registry) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.same = same;
        this.registry = registry;
    }

    /// Names by sound and birth date of those who are registered without a number that can be used: the only ones a valid number may be missing for.
    public final class Unnumbered {

        private final Set<String> keys = new HashSet<>();

        public boolean isEmpty() {
            return keys.isEmpty();
        }

        /// Whether somebody of that sound and birth date, or of unknown birth date, is among them.
        public boolean mayBe(String name, String idNumber) {
            var sound = Pinyin.key(SearchTokens.clean(name));
            return keys.contains(sound) || CitizenId.parse(idNumber).map(number -> keys.contains(sound + number.born())).orElse(false);
        }
    }

    public Unnumbered unnumbered() {
        var all = new Unnumbered();
        jdbc.sql("select name, born from registry.person where id_index is null and merged_into is null").query(row -> {
            var born = row.getObject("born", LocalDate.class);
            all.keys.add(Pinyin.key(SearchTokens.clean(row.getString("name"))) + (born == null ? "" : born));
        });
        return all;
    }

    /// At most three persons a row, the likeliest first.
    ///
    /// @param share of the list's rows with a right number, how many name somebody registered: 0 to 1, neither of them
    public List<Meant> of(List<Listed> rows, double share) {
        var found = new ArrayList<Meant>();
        for (var from = 0; from < rows.size(); from += AT_ONCE) {
            found.addAll(some(rows.subList(from, Math.min(rows.size(), from + AT_ONCE)), share));
        }
        return found;
    }

    private List<Meant> some(List<Listed> rows, double share) {
        var candidates = new Candidates();
        byNumber(rows, candidates);
        byName(rows, candidates);
        rows.stream().filter(row -> row.owner() != null).forEach(row -> candidates.add(row, row.owner(), Cause.NAME));
        var told = same.told(candidates.persons());
        if (told.isEmpty()) {
            return List.of();
        }
        var found = new HashMap<UUID, Map<UUID, Meant>>();
        var own = rows.stream().filter(row -> candidates.hasMore(row)).toList();
        // the number says nothing of whom such a row means
        var byKin = rows.stream().filter(row -> candidates.has(row, Cause.KIN)).map(row -> new Listed(row.row(), row.name(), "", "", "", row.phone(), row.address(), row.kin(), row.owner())).toList();
        weigh(own, byKin, share, told, candidates, found);
        return found.values().stream().flatMap(ListedPersons::likeliest).toList();
    }

    /// Somebody is meant by a row at most once: those who fit share what is likely.
    private static java.util.stream.Stream<Meant> likeliest(Map<UUID, Meant> persons) {
        var odds = persons.values().stream().mapToDouble(one -> Math.pow(2, Math.min(one.weight(), 60))).sum();
        // a son under his father's number explains why the name is not the father's
        var explained = persons.values().stream().anyMatch(one -> one.cause() == Cause.KIN && Math.pow(2, one.weight()) / (1 + odds) >= 0.5);
        var likely = persons.values().stream().map(one -> one.shared(Math.pow(2, Math.min(one.weight(), 60)) / (1 + odds)))
                .filter(one -> one.cause() == Cause.NAME ? !explained : one.probability() >= LEAST).toList();
        return likely.stream().map(one -> likely.size() > 1 && one.held() == null ? one.held(Guard.Reason.RIVAL.chinese()) : one)
                .sorted(Comparator.comparingDouble(Meant::probability).reversed().thenComparing(Meant::person)).limit(MOST);
    }

    private void weigh(List<Listed> own, List<Listed> byKin, double share, Map<UUID, SamePersons.Told> told, Candidates candidates, Map<UUID, Map<UUID, Meant>> found) {
        var registered = jdbc.sql("select count(*) from registry.person where merged_into is null").query(Integer.class).single();
        var drawn = jdbc.sql("select id from registry.person tablesample bernoulli (:share) repeatable (20260101) where merged_into is null limit :most")
                .param("share", Math.min(100.0, 120.0 * BESIDE / Math.max(1, registered))).param("most", BESIDE).query(UUID.class).list();
        var beside = new ArrayList<>(same.told(drawn.stream().filter(id -> !told.containsKey(id)).toList()).values());
        beside.addAll(invented(FEWEST - beside.size()));
        var everybody = java.util.stream.Stream.concat(told.keySet().stream(), beside.stream().map(SamePersons.Told::id)).toList();
        var relatives = own.stream().anyMatch(row -> !row.kin().isBlank()) ? relatives(everybody) : Map.<UUID, List<String>>of();
        var right = new ArrayList<List<String>>();
        for (var person : told.values()) {
            // one record a relative: the row's is held against each
            var names = relatives.getOrDefault(person.id(), List.of(""));
            for (var i = 0; i < names.size(); i++) {
                right.add(cells(person, i, names.get(i)));
            }
        }
        beside.forEach(person -> right.add(cells(person, 0, relatives.getOrDefault(person.id(), List.of("")).getFirst())));
        var left = new ArrayList<List<String>>();
        own.forEach(row -> left.add(cells("r", row)));
        byKin.forEach(row -> left.add(cells("k", row)));
        java.util.stream.Stream.concat(beside.stream(), told.values().stream()).limit(KNOWN).forEach(person -> left.add(carelessly(person, relatives.getOrDefault(person.id(), List.of("")).getFirst())));
        var listed = own.stream().collect(Collectors.toMap(Listed::row, row -> row));
        byKin.forEach(row -> listed.putIfAbsent(row.row(), row));
        try (var linker = new Linker(MODEL)) {
            keep(linker.once().link(Source.rows("名单", HEADER, left), Source.rows("档案", HEADER, right)), listed, Math.log(share / registered) / Math.log(2), registered, told, candidates, found);
        }
    }

    private static List<SamePersons.Told> invented(int many) {
        var random = new java.util.SplittableRandom(20260101);
        return java.util.stream.IntStream.range(0, Math.max(0, many)).mapToObj(n -> {
            var born = LocalDate.of(1950, 1, 1).plusDays(random.nextInt(27_000));
            var man = random.nextBoolean();
            var first = "17%04d%s%02d%d".formatted(random.nextInt(10_000), born.toString().replace("-", ""), random.nextInt(100), random.nextInt(5) * 2 + (man ? 1 : 0));
            var name = new StringBuilder().append(SURNAMES.charAt(random.nextInt(SURNAMES.length()))).append(GIVEN.charAt(random.nextInt(GIVEN.length())));
            if (random.nextInt(4) > 0) {
                name.append(GIVEN.charAt(random.nextInt(GIVEN.length())));
            }
            return new SamePersons.Told(new UUID(0, n + 1), name.toString(), man ? "男" : "女", born, first + IdNumber.check(first), "138" + (10_000_000 + random.nextInt(89_999_999)),
                    "某市某区第" + (1 + random.nextInt(400)) + "村", null, null, 0);
        }).toList();
    }

    private static List<String> cells(String kind, Listed row) {
        return List.of(kind + row.row(), row.name(), row.sex(), row.born(), row.idNumber(), row.phone(), row.address(), row.kin());
    }

    /// A registered person as a list with a wrong number would have them: a digit of the number another, or no number; often without phone, with
    /// another phone or another address.
    private static List<String> carelessly(SamePersons.Told person, String kin) {
        var random = new java.util.SplittableRandom(person.id().getLeastSignificantBits());
        var number = text(person.idNumber());
        var at = 6 + random.nextInt(11);
        var wrong = number.length() != 18 || random.nextInt(3) == 0 ? "" : number.substring(0, at) + (char) ('0' + (number.charAt(at) - '0' + 1 + random.nextInt(9)) % 10) + number.substring(at + 1);
        var phone = switch (random.nextInt(4)) {
            case 0 -> "139" + (10_000_000 + random.nextInt(89_999_999));
            case 1 -> text(person.phone());
            default -> "";
        };
        var address = random.nextInt(3) == 0 ? "" : random.nextInt(3) == 0 ? "外省某县" + random.nextInt(1_000) + "号" : person.address();
        return List.of("c" + person.id(), person.name(), person.sex().equals("未知") ? "" : person.sex(), person.born() == null || random.nextInt(3) == 0 ? "" : person.born().toString(), wrong, phone,
                address, kin);
    }

    private static List<String> cells(SamePersons.Told person, int nth, String kin) {
        return List.of(person.id() + "#" + nth, person.name(), person.sex().equals("未知") ? "" : person.sex(), person.born() == null ? "" : person.born().toString(),
                text(person.idNumber()), text(person.phone()), person.address(), kin);
    }

    /// Who may be meant by which row, and by what it was found.
    private static final class Candidates {

        private final Map<UUID, Map<UUID, Cause>> byRow = new HashMap<>();

        void add(Listed row, UUID person, Cause cause) {
            byRow.computeIfAbsent(row.row(), none -> new LinkedHashMap<>()).putIfAbsent(person, cause);
        }

        boolean has(Listed row, Cause cause) {
            return byRow.getOrDefault(row.row(), Map.of()).containsValue(cause);
        }

        /// Whether anybody is meant for another reason than being a relative of the number's owner.
        boolean hasMore(Listed row) {
            return byRow.getOrDefault(row.row(), Map.of()).values().stream().anyMatch(cause -> cause != Cause.KIN);
        }

        @Nullable Cause of(UUID row, UUID person) {
            return byRow.getOrDefault(row, Map.of()).get(person);
        }

        Collection<UUID> persons() {
            return byRow.values().stream().flatMap(persons -> persons.keySet().stream()).collect(Collectors.toCollection(LinkedHashSet::new));
        }
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /// The number itself, or one slip away from a number that fails.
    private void byNumber(List<Listed> rows, Candidates candidates) {
        var wanted = new HashMap<java.nio.ByteBuffer, List<Listed>>();
        for (var row : rows) {
            if (!row.idNumber().isEmpty() && row.owner() == null) {
                for (var number : CitizenId.parse(row.idNumber()).map(id -> List.of(id.number())).orElseGet(() -> IdNumber.parse(row.idNumber()).repairs())) {
                    wanted.computeIfAbsent(java.nio.ByteBuffer.wrap(vault.blindIndex(number)), none -> new ArrayList<>()).add(row);
                }
            }
        }
        var indexes = wanted.keySet().stream().map(java.nio.ByteBuffer::array).toList();
        for (var from = 0; from < indexes.size(); from += INDEXES) {
            for (var match : registry.findByIdIndexes(indexes.subList(from, Math.min(indexes.size(), from + INDEXES)))) {
                wanted.get(java.nio.ByteBuffer.wrap(match.idIndex())).forEach(row -> candidates.add(row, match.personId(), row.valid() ? Cause.OTHER_CELL : Cause.NUMBER));
            }
        }
    }

    private record Namesake(UUID id, @Nullable LocalDate born, boolean numbered) {}

    /// Sounds alike, and is not born on quite another day.
    private void byName(List<Listed> rows, Candidates candidates) {
        var sounds = rows.stream().map(ListedPersons::sound).filter(sound -> !sound.isEmpty()).distinct().toArray(String[]::new);
        var named = new HashMap<String, Set<Namesake>>();
        jdbc.sql("""
                select t.token, p.id, p.born, p.id_index is not null numbered from registry.token t join registry.person p on p.id = t.person_id
                where t.token = any(:sounds) and t.kind in ('name', 'pinyin') and p.merged_into is null""").param("sounds", sounds).query(row -> {
                    named.computeIfAbsent(row.getString("token"), none -> new LinkedHashSet<>())
                            .add(new Namesake(row.getObject("id", UUID.class), row.getObject("born", LocalDate.class), row.getBoolean("numbered")));
                });
        var kin = kin(rows.stream().map(Listed::owner).filter(java.util.Objects::nonNull).collect(Collectors.toSet()));
        for (var row : rows) {
            var alike = named.getOrDefault(sound(row), Set.of());
            if (row.owner() != null) {
                alike.stream().filter(one -> kin.getOrDefault(row.owner(), Set.of()).contains(one.id())).forEach(one -> candidates.add(row, one.id(), Cause.KIN));
                continue;
            }
            var valid = row.valid();
            var near = alike.stream().filter(one -> !(valid && one.numbered()) && near(row, one.born())).toList();
            if (near.size() <= (row.kin().isBlank() && row.phone().isBlank() && row.address().isBlank() ? NAMESAKES : NAMESAKES_TOLD_APART)) {
                near.forEach(one -> candidates.add(row, one.id(), valid ? Cause.UNNUMBERED : Cause.NUMBER));
            }
        }
    }

    private static String sound(Listed row) {
        return Pinyin.key(SearchTokens.clean(row.name()));
    }

    /// Whether one of the days the row names is at most two digits from this one; true where either says nothing.
    private static boolean near(Listed row, @Nullable LocalDate born) {
        if (born == null) {
            return true;
        }
        var ours = born.toString().replace("-", "");
        var column = row.born().replaceAll("\\D", "");
        var number = row.idNumber().length() >= 14 ? row.idNumber().substring(6, 14) : "";
        return column.isEmpty() && number.isEmpty() || !column.isEmpty() && apart(column, ours) <= 2 || !number.isEmpty() && apart(number, ours) <= 2;
    }

    private static int apart(String a, String b) {
        var apart = 0;
        for (var i = 0; i < Math.min(a.length(), b.length()); i++) {
            apart += a.charAt(i) == b.charAt(i) ? 0 : 1;
        }
        return apart;
    }

    private Map<UUID, Set<UUID>> kin(Collection<UUID> owners) {
        var kin = new HashMap<UUID, Set<UUID>>();
        for (var side : List.of(registry.relatives(owners), registry.relativeOf(owners))) {
            side.forEach((owner, relatives) -> relatives.forEach(relative -> kin.computeIfAbsent(owner, none -> new HashSet<>()).add(relative.personId())));
        }
        return kin;
    }

    /// Names of these persons' relatives, on either side.
    private Map<UUID, List<String>> relatives(Collection<UUID> persons) {
        var names = new HashMap<UUID, Set<String>>();
        for (var side : List.of(registry.relatives(persons), registry.relativeOf(persons))) {
            side.forEach((person, relatives) -> relatives.stream().filter(one -> one.person() != null)
                    .forEach(one -> names.computeIfAbsent(person, none -> new LinkedHashSet<>()).add(one.person().name())));
        }
        return names.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, one -> List.copyOf(one.getValue())));
    }

    /// @param prior log2 odds that a row means one certain person, before anything is compared
    private void keep(LinkResult result, Map<UUID, Listed> listed, double prior, int registered, Map<UUID, SamePersons.Told> told, Candidates candidates, Map<UUID, Map<UUID, Meant>> found) {
        for (var i = 0; i < result.pairs().size(); i++) {
            var held = result.pairs().held(i);
            if (held == Guard.Reason.TWO_NUMBERS) {
                continue;
            }
            var explained = result.explain(i);
            if (explained.left().startsWith("c")) {
                continue;
            }
            var kin = explained.left().startsWith("k");
            var row = UUID.fromString(explained.left().substring(1));
            var person = UUID.fromString(explained.right().split("#")[0]);
            var cause = candidates.of(row, person);
            if (cause == null || kin != (cause == Cause.KIN)) {
                continue;
            }
            var steps = explained.steps().stream().filter(step -> !step.level().equals("缺失")).map(step -> new SamePersons.Step(step.column(), step.level(), step.weight()))
                    .collect(Collectors.toCollection(ArrayList::new));
            if (cause != Cause.NAME && !nameAgrees(listed.get(row), steps)) {
                continue;
            }
            var from = kin ? AMONG_KIN : prior;
            steps.addFirst(new SamePersons.Step("起点", kin ? "号码本人的亲属里认出一人" : "登记的 " + registered + " 人里认出一人", from));
            // a borrowed or mistaken number looks just like a changed name
            // rivals for the library are also the several records of one person, a relative each: [#likeliest] counts persons
            var why = cause == Cause.NAME ? Guard.Reason.ONE_NUMBER_TWO_NAMES : held == Guard.Reason.RIVAL ? Guard.Reason.NONE : held;
            var weight = Math.min(explained.weight() - explained.prior() + from, why.most());
            var meant = new Meant(row, person, cause, weight, 0, why == Guard.Reason.NONE || why == Guard.Reason.JOINED ? null : why.chinese(), steps,
                    vault.blindIndex("listed " + told.get(person).cells()));
            found.computeIfAbsent(row, none -> new LinkedHashMap<>()).merge(person, meant, (a, b) -> a.weight() >= b.weight() ? a : b);
        }
    }

    /// A number near somebody's under another name is a stranger's, a twin's or a brother's. A character the list could not write (?, □) counts for any.
    private static boolean nameAgrees(Listed row, List<SamePersons.Step> steps) {
        var lost = row.name().codePoints().anyMatch(c -> c == '?' || c == '？' || c == '□' || c == '*');
        return steps.stream().anyMatch(step -> step.column().equals("姓名") && (NAME_AGREES.contains(step.level()) || lost && step.level().equals("一字之差")));
    }
}
