package org.hutong.rulebook;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.policy.Finding;
import org.hutong.policy.Outcome;
import org.hutong.policy.PayMonths;
import org.hutong.policy.PolicyException;
import org.hutong.policy.Rulebook;
import org.hutong.policy.check.Checks;
import org.hutong.policy.pack.Law;
import org.hutong.policy.pack.Pack;
import org.hutong.policy.pack.Type;
import org.hutong.policy.run.Plan;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The rulebook in force, and every earlier edition a decision rests on.
///
/// The folder is read at the start and on [#reload]; a tree that does not pass its checks is refused and the one in force stays. Once an
/// edition drafted at the policy desk has taken force ([Enactments]), that one is in force and the folder's is the first of the row.
@Service
public class Rulebooks {

    private static final Logger LOG = LoggerFactory.getLogger(Rulebooks.class);

    /// @param edition SHA-256 of the whole tree
    record Loaded(Rulebook book, String edition) {}

    /// The same question has the same answer: pages that show one child again do not ask the engine twice. Holds no name.
    private record Question(String edition, String district, LocalDate asOf, LocalDate knownOn, List<FactValue> facts) {}

    private static final int KEPT = 2000;

    private final Path folder;
    private final JdbcClient jdbc;
    private final Today today;
    private final AtomicReference<Loaded> inForce = new AtomicReference<>();
    private final AtomicReference<Loaded> first = new AtomicReference<>();
    private volatile @Nullable String adopted;
    private final Map<String, Rulebook> earlier = new ConcurrentHashMap<>();
    private final Map<Question, Assessment> answered = new ConcurrentHashMap<>();

    Rulebooks(@Value("${hutong.rulebook:rulebook}") Path folder, JdbcClient jdbc, Today today) {
        this.folder = folder;
        this.jdbc = jdbc;
        this.today = today;
        try {
            reload();
        } catch (Refusal refused) {
            LOG.warn("{}", refused.title());
        }
    }

    /// Reads the folder again.
    ///
    /// @return the edition now in force
    /// @throws Refusal `RUL-001` when the tree does not pass its checks; the edition in force stays
    public String reload() {
        try {
            var loaded = new Loaded(Rulebook.load(folder), Edition.sha256(folder));
            first.set(loaded);
            if (adopted == null) {
                inForce.set(loaded);
            }
            return inForce().edition();
        } catch (PolicyException refused) {
            throw new Refusal(Refusal.Kind.INVALID, "RUL-001", "政策包没有载入：" + refused.getMessage(),
                    inForce.get() == null ? "目前没有可用的政策" : "原来的政策继续有效", "请改正后重新载入");
        }
    }

    Loaded inForce() {
        var loaded = inForce.get();
        if (loaded == null) {
            throw new Refusal(Refusal.Kind.UNAVAILABLE, "RUL-003", "还没有可用的政策包", "没有改动任何内容", "请政策管理员载入政策包（" + folder + "）");
        }
        return loaded;
    }

    /// The compiled law of a place on a day; plans are kept by place and day.
    public Plan at(String placeCode, LocalDate asOf) {
        return at(inForce().book(), placeCode, asOf);
    }

    private static Plan at(Rulebook book, String placeCode, LocalDate asOf) {
        try {
            return book.at(district(placeCode), asOf);
        } catch (PolicyException refused) {
            throw refused(refused);
        }
    }

    /// Packs stand at districts and above.
    private static String district(String placeCode) {
        return placeCode.substring(0, 6);
    }

    private static Refusal refused(PolicyException refused) {
        return new Refusal(Refusal.Kind.INVALID, "RUL-002", "政策引擎不能计算：" + refused.getMessage(), "没有改动任何内容", "请核对事实的取值与地区");
    }

    /// What the law in force says of these facts.
    public Assessment assess(String placeCode, LocalDate asOf, LocalDate knownOn, List<FactValue> facts) {
        var loaded = inForce();
        return assess(loaded.book(), loaded.edition(), placeCode, asOf, knownOn, facts);
    }

    /// @param canonical the engine's canonical result
    /// @param sha256    over the resolved chain of packs
    public record Derived(String canonical, String sha256) {}

    /// SHA-256 of the rulebook in force.
    public String edition() {
        return inForce().edition();
    }

    /// What a kept edition says of these facts, derived anew.
    @Transactional(readOnly = true)
    public Derived derive(String edition, String placeCode, LocalDate asOf, LocalDate knownOn, List<FactValue> facts) {
        var book = book(edition);
        try {
            var plan = at(book, placeCode, asOf);
            var outcome = plan.evaluate(Answers.engineFacts(plan, facts), knownOn);
            return new Derived(outcome.canonicalJson(), outcome.receipt().sha256());
        } catch (PolicyException refused) {
            throw refused(refused);
        }
    }

    /// As [#derive], with the answers of every programme: never from memory, always by the engine.
    public Assessment deriveAnswers(String edition, String placeCode, LocalDate asOf, LocalDate knownOn, List<FactValue> facts) {
        var book = book(edition);
        try {
            return new Answers(at(book, placeCode, asOf), facts, knownOn).assessment(edition);
        } catch (PolicyException refused) {
            throw refused(refused);
        }
    }

    private Assessment assess(Rulebook book, String edition, String placeCode, LocalDate asOf, LocalDate knownOn, List<FactValue> facts) {
        var question = new Question(edition, district(placeCode), asOf, knownOn, List.copyOf(facts));
        var known = answered.get(question);
        if (known != null) {
            return known;
        }
        var plan = at(book, placeCode, asOf);
        try {
            var answer = new Answers(plan, facts, knownOn).assessment(edition);
            if (answered.size() >= KEPT) {
                answered.clear();
            }
            answered.put(question, answer);
            return answer;
        } catch (PolicyException refused) {
            throw refused(refused);
        }
    }

    /// The bare outcome, for the calculator.
    Outcome outcome(String placeCode, LocalDate asOf, List<FactValue> facts) {
        try {
            var plan = at(placeCode, asOf);
            return plan.evaluate(Answers.engineFacts(plan, facts), asOf);
        } catch (PolicyException refused) {
            throw refused(refused);
        }
    }

    /// Keeps the edition in force for good, in the transaction of the decision that rests on it.
    @Transactional
    public void keep(String edition) {
        var loaded = inForce();
        var kept = jdbc.sql("select 1 from rulebook.edition where sha256 = :sha").param("sha", edition).query(Integer.class).optional();
        if (kept.isPresent()) {
            return;
        }
        if (!loaded.edition().equals(edition) || !Edition.sha256(folder).equals(edition)) {
            throw new Refusal(Refusal.Kind.CONFLICT, "RUL-004", "政策包文件与正在使用的政策不一致", "没有作出决定", "请政策管理员重新载入政策包后再试");
        }
        save(edition, Edition.read(folder), loaded.book());
    }

    /// Keeps a whole tree for good under its hash.
    void save(String edition, SortedMap<String, byte[]> files, Rulebook book) {
        var packs = String.join("；", book.packs().stream().map(pack -> pack.folder() + " " + pack.version()).toList());
        jdbc.sql("insert into rulebook.edition (sha256, archive, packs, kept_at) values (:sha, :archive, :packs, :at) on conflict do nothing")
                .param("sha", edition).param("archive", Edition.archive(files)).param("packs", packs)
                .param("at", today.now().atOffset(java.time.ZoneOffset.UTC)).update();
    }

    /// A kept edition read anew, with plans of its own that go when it goes.
    Rulebook open(String edition) {
        return Edition.unpacked(files(edition), Rulebook::read);
    }

    /// Every file of a kept edition.
    ///
    /// @throws Refusal `RUL-005` where no such edition is kept, `RUL-006` where its bytes do not give its hash
    SortedMap<String, byte[]> files(String edition) {
        var archive = jdbc.sql("select archive from rulebook.edition where sha256 = :sha").param("sha", edition).query(byte[].class).optional()
                .orElseThrow(() -> new Refusal(Refusal.Kind.NOT_FOUND, "RUL-005", "没有保存这一版政策：" + edition, "没有改动任何内容", "请核对数据库备份"));
        var files = Edition.files(archive);
        if (!Edition.sha256(files).equals(edition)) {
            throw new Refusal(Refusal.Kind.CONFLICT, "RUL-006", "保存的政策与指纹不符：" + edition, "没有改动任何内容", "请从备份恢复这一版政策");
        }
        return files;
    }

    /// A kept edition, read once and then held.
    Rulebook book(String edition) {
        var loaded = inForce.get();
        return loaded != null && loaded.edition().equals(edition) ? loaded.book() : earlier.computeIfAbsent(edition, this::open);
    }

    /// The edition of the folder, or null while the folder holds none that passes its checks.
    @Nullable String folderEdition() {
        var loaded = first.get();
        return loaded == null ? null : loaded.edition();
    }

    /// Puts a kept edition in force, or the folder's where `edition` is null. A tree that fails its checks is refused and the one in force stays.
    ///
    /// @throws Refusal `RUL-001`
    void adopt(@Nullable String edition) {
        var now = inForce.get();
        if (edition == null) {
            adopted = null;
            inForce.set(first.get());
            return;
        }
        if (now != null && now.edition().equals(edition)) {
            adopted = edition;
            return;
        }
        var book = book(edition);
        var errors = Checks.run(book, today.date()).stream().filter(finding -> finding.level() == Finding.Level.ERROR).map(Finding::text).limit(5).toList();
        if (!errors.isEmpty()) {
            throw new Refusal(Refusal.Kind.INVALID, "RUL-001", "政策包没有载入：" + String.join("；", errors), "原来的政策继续有效", "请改正后重新载入");
        }
        inForce.set(new Loaded(book, edition));
        adopted = edition;
    }

    private Law law(String placeCode) {
        try {
            return inForce().book().law(district(placeCode));
        } catch (PolicyException refused) {
            throw refused(refused);
        }
    }

    public List<Programme> programmes(String placeCode, LocalDate on) {
        return law(placeCode).programmes.values().stream().map(programme -> new Programme(programme.code(), programme.name(), programme.kind(),
                programme.papers().stream().map(paper -> new Assessment.Paper(paper.name(), paper.clause())).toList(), programme.clauses())).toList();
    }

    /// A fact of the national vocabulary or of any pack.
    public Optional<FactSpec> fact(String name) {
        return inForce().book().packs().stream().flatMap(pack -> pack.facts().stream()).filter(fact -> fact.name().equals(name)).findFirst()
                .map(Rulebooks::spec);
    }

    static FactSpec spec(Pack.Fact fact) {
        var type = switch (fact.type().kind()) {
            case BOOL -> "boolean";
            case ENUM -> "enum";
            case DATE -> "date";
            case NUM -> fact.type().scale() == 0 ? "integer" : fact.type().scale() == 2 ? "money" : "decimal";
            case STRING, MONTHS -> "string";
        };
        return new FactSpec(fact.name(), type, fact.type().kind() == Type.Kind.ENUM ? fact.type().values() : List.of(),
                fact.description() == null ? "" : fact.description(), fact.nullable());
    }

    /// First month paid after a confirmation on `confirmedOn`.
    public YearMonth firstMonth(String placeCode, LocalDate on, String programme, LocalDate confirmedOn) {
        var rule = law(placeCode).programmes.get(programme);
        return rule.start() == null ? YearMonth.from(confirmedOn).plusMonths(1) : PayMonths.first(rule, confirmedOn);
    }

    /// The earliest last month known today from the facts and the programme's stopping rules; empty while none is known.
    ///
    /// The rules' own exceptions count (a disabled orphan who is adopted keeps the allowance where the place's law says so).
    public Optional<Ending> knownEnding(String placeCode, LocalDate on, String programme, List<FactValue> facts) {
        try {
            return Screening.endings(at(placeCode, on), programme, facts, on).stream().findFirst();
        } catch (PolicyException refused) {
            throw refused(refused);
        }
    }

    /// What the law of the place says of many children on a day. One compilation for all of them, no grounds.
    ///
    /// @param knownOn facts that became known later are left out
    public Screening screen(String placeCode, LocalDate on, LocalDate knownOn, List<List<FactValue>> told) {
        return Screening.of(at(placeCode, on), told, knownOn);
    }

    public List<Cadence> cadences(String placeCode, LocalDate on, String programme) {
        return Cadences.of(law(placeCode), programme);
    }

    /// What other departments and offices do for children of this place.
    public List<HandoverRow> handovers(String placeCode) {
        return HandoverRow.of(law(placeCode).rows.getOrDefault("handovers", java.util.Map.of()));
    }

    /// What is looked for between the lists and the roster in this place.
    public List<Comparison> comparisons(String placeCode) {
        return Comparison.of(law(placeCode).rows.getOrDefault("comparisons", java.util.Map.of()), handovers(placeCode));
    }

    public Optional<Cadence> cadence(String placeCode, LocalDate on, String code) {
        return Cadences.all(law(placeCode)).stream().filter(cadence -> cadence.code().equals(code)).findFirst();
    }

    /// The statutory limit of a step of a programme's procedure (`processes/` of the rulebook).
    public TimeLimit timeLimit(String placeCode, LocalDate on, String programme, String stage) {
        return Cadences.limit(law(placeCode), on, programme, stage)
                .orElseThrow(() -> new Refusal(Refusal.Kind.UNAVAILABLE, "RUL-007", "政策包里没有写明这一环节的办理时限（" + programme + " " + stage + "）",
                        "没有改动任何内容", "请政策管理员在 processes 里补上时限和条款"));
    }
}
