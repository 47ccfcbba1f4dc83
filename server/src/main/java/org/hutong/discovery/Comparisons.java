package org.hutong.discovery;

import static org.hutong.jooq.discovery.tables.Evidence.EVIDENCE;
import static org.hutong.jooq.discovery.tables.Lead.LEAD;
import static org.hutong.jooq.discovery.tables.Run.RUN;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hutong.access.Acting;
import org.hutong.access.LookLog;
import org.hutong.determination.Applications;
import org.hutong.determination.Assessments;
import org.hutong.determination.Entitlements;
import org.hutong.exchange.Deliveries;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Today;
import org.hutong.notices.Notices;
import org.hutong.region.Posts;
import org.hutong.region.WorkingDays;
import org.hutong.registry.ChildSubject;
import org.hutong.registry.FactKinds;
import org.hutong.registry.FactView;
import org.hutong.registry.Registry;
import org.hutong.registry.Relative;
import org.hutong.rulebook.Assessment;
import org.hutong.rulebook.Comparison;
import org.hutong.rulebook.Ending;
import org.hutong.rulebook.FactColumns;
import org.hutong.rulebook.Screenings;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Compares what departments delivered with what the registry knows, and puts what it finds before a person.
///
/// A delivery is read once: rows whose identity number is exactly a known person's become dated facts of that person, with the row they
/// came from. Then every child those facts touch is asked of the rulebook. The rulebook says which category holds and by which clause; the
/// comparison adds what money says: nothing paid yet, or still paid to the dead.
@Service
public class Comparisons {

    private static final String CHILD = "孩子";
    private static final String DIED = "死亡";
    /// Kinds of a child's own facts that stand as evidence of something owed.
    private static final Set<String> OF_A_HARD_LIFE = Set.of(FactKinds.DISABILITY, FactKinds.ILLNESS, FactKinds.LOW_INCOME, FactKinds.AWAY);
    private static final int FEW = 20;
    private static final int AT_ONCE = 2_000;

    private final DSLContext sql;
    private final Registry registry;
    private final Deliveries deliveries;
    private final DeliveredFacts deliveredFacts;
    private final Assessments assessments;
    private final Entitlements entitlements;
    private final Applications applications;
    private final FactColumns facts;
    private final Screenings screenings;
    private final Posts posts;
    private final WorkingDays workingDays;
    private final Notices notices;
    private final Leads leads;
    private final LookLog looks;
    private final Today today;
    private final int answerDays;

    Comparisons(DSLContext sql, Registry registry, Deliveries deliveries, DeliveredFacts deliveredFacts, Assessments assessments,
            Entitlements entitlements, Applications applications, FactColumns facts, Screenings screenings, Posts posts, WorkingDays workingDays, Notices notices, Leads leads,
            LookLog looks, Today today, @Value("${hutong.discovery.answer-days:7}") int answerDays) {
        this.sql = sql;
        this.registry = registry;
        this.deliveries = deliveries;
        this.deliveredFacts = deliveredFacts;
        this.assessments = assessments;
        this.entitlements = entitlements;
        this.applications = applications;
        this.facts = facts;
        this.screenings = screenings;
        this.posts = posts;
        this.workingDays = workingDays;
        this.notices = notices;
        this.leads = leads;
        this.looks = looks;
        this.today = today;
        this.answerDays = answerDays;
    }

    public record Result(int factsRecorded, int childrenLookedAt, int leadsNew, int leadsKept, long tookMs) {}

    /// One delivery: its rows become facts, the children they touch are looked at again. Running it twice finds nothing new.
    @Transactional
    public Result compare(UUID deliveryId) {
        var began = System.nanoTime();
        oneAtATime();
        var written = deliveredFacts.record(deliveryId);
        var children = childrenOf(written.persons());
        var result = look(children, deliveryId, written.facts(), began);
        deliveries.leadsFound(deliveryId, result.leadsNew());
        return result;
    }

    /// Every child with an open file: the nightly run, and the button.
    @Transactional
    public Result compareAll() {
        var began = System.nanoTime();
        oneAtATime();
        return look(facts.places(today.date()).stream().flatMap(place -> place.files().stream()).collect(Collectors.toCollection(LinkedHashSet::new)), null, 0, began);
    }

    /// Two lists delivered together say of one child what neither says alone: the second comparison waits until the first is committed.
    private void oneAtATime() {
        sql.execute("select pg_advisory_xact_lock(4853001)");
    }

    /// Files of the persons themselves and of the children whose father or mother they are.
    private Set<UUID> childrenOf(Collection<UUID> persons) {
        return persons.isEmpty() ? Set.of() : new LinkedHashSet<>(registry.childFilesTouchedBy(persons));
    }

    /// Everybody by a few statements and columns for thousands at a time; only those of whom something was found are looked at one by one.
    private Result look(Set<UUID> files, @Nullable UUID deliveryId, int factsRecorded, long began) {
        var month = YearMonth.from(today.date());
        var paid = (files.size() < FEW ? files.stream().flatMap(file -> entitlements.ofChild(file).stream()).filter(spell -> spell.in(month)) : entitlements.inMonth(month).stream())
                .collect(Collectors.groupingBy(Entitlements.Spell::childFileId));
        var fresh = 0;
        var kept = 0;
        var all = List.copyOf(files);
        for (var from = 0; from < all.size(); from += AT_ONCE) {
            var some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            var dead = registry.children(some).values().stream().filter(child -> child.diedOn() != null).map(ChildSubject::fileId).collect(Collectors.toSet());
            var applying = applications.underWay(some);
            for (var screened : screenings.screen(today.date(), today.date(), facts.read(some, today.now()),
                    file -> paid.getOrDefault(file, List.of()).stream().map(Entitlements.Spell::programme).collect(Collectors.toSet()))) {
                var spells = paid.getOrDefault(screened.file(), List.of());
                if (screened.quiet() && spells.size() < 2 && (spells.isEmpty() || !dead.contains(screened.file()))) {
                    continue;
                }
                var child = registry.child(screened.file());
                for (var found : findings(child, child.fileId().equals(screened.file()) ? spells : paidNow(child.fileId()), screened, applying.getOrDefault(screened.file(), Set.of()))) {
                    if (raise(child, found, deliveryId)) {
                        fresh++;
                    } else {
                        kept++;
                    }
                }
            }
        }
        var took = (System.nanoTime() - began) / 1_000_000;
        var actor = Acting.current();
        sql.insertInto(RUN).set(RUN.ID, Ids.next()).set(RUN.AT, now()).set(RUN.DELIVERY_ID, deliveryId).set(RUN.ACCOUNT_ID, actor.accountId())
                .set(RUN.REGION_ID, actor.scope().getFirst()).set(RUN.FACTS_RECORDED, factsRecorded).set(RUN.CHILDREN_LOOKED_AT, files.size())
                .set(RUN.LEADS_NEW, fresh).set(RUN.LEADS_KEPT, kept).set(RUN.TOOK_MS, took).execute();
        looks.record(LookLog.Action.RUN, "comparison", deliveryId, actor.scope().getFirst(), null, LookLog.OK,
                "看了 " + files.size() + " 个孩子，新线索 " + fresh + " 条");
        return new Result(factsRecorded, files.size(), fresh, kept, took);
    }

    /// What is paid this month, also under a file that was joined to this one.
    private List<Entitlements.Spell> paidNow(UUID fileId) {
        var month = YearMonth.from(today.date());
        return entitlements.ofChild(fileId).stream().filter(spell -> spell.in(month)).toList();
    }

    /// What somebody's facts say, and whose they are.
    ///
    /// @param whose 孩子, 父亲 or 母亲
    private record Known(String whose, String name, FactView fact) {}

    /// @param programme what a confirmed lead would be applied for; null where nothing is
    /// @param about     what the finding is about beside its facts, so that another month or another payment is another lead
    private record Finding(Comparison rule, @Nullable String programme, String level, int confidence, String confidenceWhy, String sentence, String why,
            Assessment.@Nullable Clause clause, List<Known> known, String about) {}

    /// Everything the place's comparisons find about one child: paid and no longer owed, paid twice over, owed and not paid.
    ///
    /// @param applying programmes for which an application is under way: somebody is already at it
    private List<Finding> findings(ChildSubject child, List<Entitlements.Spell> paid, Screenings.Screened screened, Set<String> applying) {
        var rules = assessments.comparisons(child.fileId());
        var findings = new ArrayList<Finding>();
        for (var spell : paid) {
            if (child.diedOn() != null || screened.ended().contains(spell.programme())) {
                stillPaid(child, spell, rules).ifPresent(findings::add);
            }
        }
        excluding(paid, rules).forEach(findings::add);
        if (child.diedOn() != null) {
            return findings;
        }
        var owed = screened.owed().stream().filter(one -> !applying.contains(one.programme()) && paid.stream().noneMatch(spell -> one.rule().servedBy().contains(spell.programme()))).toList();
        if (!owed.isEmpty()) {
            var known = new ArrayList<>(knownOfParents(child));
            known.addAll(ownFacts(child, OF_A_HARD_LIFE));
            owed.forEach(one -> findings.add(unserved(one, known)));
        }
        return findings;
    }

    /// The stopping rules of the programme say it has ended in an earlier month, exceptions included, and it is paid on.
    private Optional<Finding> stillPaid(ChildSubject child, Entitlements.Spell spell, List<Comparison> rules) {
        var died = child.diedOn();
        if (died != null) {
            var ending = assessments.ending(child.fileId(), spell.programme()).filter(one -> one.reason().equals(DIED)).orElseGet(() -> new Ending(DIED, died, YearMonth.from(died), ""));
            return overdue(spell, ending) ? Optional.of(stop(stopRule(rules, spell.programme(), DIED), spell, ending, ownFacts(child, Set.of(FactKinds.DEATH)))) : Optional.empty();
        }
        return assessments.ending(child.fileId(), spell.programme())
                .filter(ending -> overdue(spell, ending))
                .map(ending -> {
                    var known = new ArrayList<>(ownFacts(child, Set.of(FactKinds.ADOPTED, FactKinds.MOVED_OUT, FactKinds.SCHOOL)));
                    known.addAll(endedOfParents(child));
                    return stop(stopRule(rules, spell.programme(), ending.reason()), spell, ending, known);
                });
    }

    /// The event has come, and the spell runs on past the month it gives.
    private boolean overdue(Entitlements.Spell spell, Ending ending) {
        return !ending.event().isAfter(today.date()) && (spell.lastMonth() == null || spell.lastMonth().isAfter(ending.lastMonth()));
    }

    private static Comparison stopRule(List<Comparison> rules, String programme, String reason) {
        var stops = rules.stream().filter(rule -> rule.group().equals(Comparison.STOP)).toList();
        return stops.stream().filter(rule -> rule.programmes().contains(programme) && rule.stops().contains(reason)).findFirst()
                .or(() -> stops.stream().filter(rule -> rule.stops().contains(reason)).findFirst())
                .orElseGet(() -> new Comparison("TF", "按停发规则已到末领月，仍在发放", Comparison.STOP, List.of(programme), null, List.of(), List.of(reason), null));
    }

    private Finding stop(Comparison rule, Entitlements.Spell spell, Ending ending, List<Known> known) {
        var clause = ending.clause().isBlank() ? rule.clause() : ending.clause();
        return new Finding(rule, null, "ORANGE", known.stream().anyMatch(one -> one.fact().source().isListed()) ? 95 : 90, known.isEmpty() ? "按档案里的日期推算" : "身份证号完全一致，姓名一致",
                ending.reason() + "（" + ending.event() + "），" + spell.programmeName() + "末领月应为 " + ending.lastMonth() + "，待遇还没有停",
                "停发规则逐条对过，例外（如继续就读、残疾孤儿被收养）已经除去。请先核实，再由区里办理停发；" + ending.lastMonth() + " 之后已发的，核实后列入追回。",
                clause == null ? null : new Assessment.Clause(clause, clause, "", ""), known, spell.id() + " " + ending.lastMonth());
    }

    /// Two programmes that exclude each other, both paid.
    private static List<Finding> excluding(List<Entitlements.Spell> paid, List<Comparison> rules) {
        return rules.stream().filter(rule -> rule.group().equals(Comparison.CONFLICT) && rule.programmes().size() > 1)
                .flatMap(rule -> {
                    var both = paid.stream().filter(spell -> rule.programmes().contains(spell.programme())).map(Entitlements.Spell::programmeName).distinct().toList();
                    return both.size() < 2 ? java.util.stream.Stream.<Finding>empty()
                            : java.util.stream.Stream.of(new Finding(rule, null, "ORANGE", 90, "两项都在本月名册里", String.join("、", both) + "同时在发放",
                                    "这两项不能同时享受。请核实后由区里停发一项。", rule.clause() == null ? null : new Assessment.Clause(rule.clause(), rule.clause(), "", ""), List.of(), String.join(" ", paid.stream().filter(spell -> rule.programmes().contains(spell.programme())).map(spell -> spell.id().toString()).sorted().toList())));
                }).toList();
    }

    /// Owed by today's law, nothing of the kind paid. An answer still open counts where the child certainly is of the category.
    private static Finding unserved(Screenings.Owed owed, List<Known> known) {
        var sentence = known.stream().map(one -> (one.whose().equals(CHILD) ? one.fact().kindName() : one.whose())
                + (one.fact().kind().equals(FactKinds.DEATH) ? " " + one.fact().trueFrom() + " 死亡" : one.fact().value())).distinct().collect(Collectors.joining("，"));
        var missing = owed.certain() || owed.missing().isEmpty() ? "" : "还要问清：" + String.join("、", owed.missing()) + "。";
        var clause = owed.clause() != null ? owed.clause() : owed.rule().clause() == null ? null : new Assessment.Clause(owed.rule().clause(), owed.rule().clause(), "", "");
        return new Finding(owed.rule(), owed.programme(), "ORANGE", owed.certain() ? 95 : 90, "身份证号完全一致，姓名一致，规则逐条成立",
                (sentence.isEmpty() ? "部门名单里的情况符合条件" : sentence) + "，没有享受" + owed.name(),
                "按现行政策，这个孩子可以享受" + owed.name() + "，目前没有在发。由规则得出，等您核实。" + missing, clause, known, owed.programme());
    }

    private List<Known> ownFacts(ChildSubject child, Set<String> kinds) {
        return registry.facts(child.personId(), today.date(), today.now()).stream().filter(fact -> !fact.superseded() && kinds.contains(fact.kind()))
                .map(fact -> new Known(CHILD, child.name(), fact)).toList();
    }

    /// What ended in the parents' lives: the evidence of a stop.
    private List<Known> endedOfParents(ChildSubject child) {
        var known = new ArrayList<Known>();
        for (var relative : registry.relatives(child.personId())) {
            var whose = parent(relative);
            if (whose != null && relative.person() != null && relative.holds(today.date())) {
                registry.factHistory(List.of(relative.personId())).stream().filter(fact -> !fact.superseded() && fact.kind().equals(FactKinds.SITUATION) && fact.trueTo() != null && !fact.trueTo().isAfter(today.date()))
                        .limit(1).forEach(fact -> known.add(new Known(whose, relative.person().name(), fact)));
            }
        }
        return known;
    }

    private static @Nullable String parent(Relative relative) {
        return switch (relative.kind()) {
            case FATHER -> "父亲";
            case MOTHER -> "母亲";
            default -> null;
        };
    }

    /// Deaths and situations of father and mother, newest knowledge first.
    private List<Known> knownOfParents(ChildSubject child) {
        var known = new ArrayList<Known>();
        for (var relative : registry.relatives(child.personId())) {
            var whose = parent(relative);
            if (whose != null && relative.person() != null && relative.holds(today.date())) {
                registry.facts(relative.personId(), today.date(), today.now()).stream()
                        .filter(fact -> !fact.superseded() && Set.of(FactKinds.DEATH, FactKinds.SITUATION, FactKinds.DISABILITY, FactKinds.ILLNESS).contains(fact.kind()))
                        .forEach(fact -> known.add(new Known(whose, relative.person().name(), fact)));
            }
        }
        return known;
    }

    /// @return false when the same lead on the same facts is already there
    private boolean raise(ChildSubject child, Finding found, @Nullable UUID deliveryId) {
        var fingerprint = fingerprint(found);
        // a file that was joined to this one brings its facts along, and its answered leads with them
        var ofChild = LEAD.RULE_CODE.eq(found.rule().code()).and(LEAD.CHILD_FILE_ID.in(registry.filesOf(child.fileId())));
        var known = sql.fetchExists(LEAD, ofChild.and(LEAD.FINGERPRINT.eq(fingerprint)));
        var openAlready = sql.fetchExists(LEAD, ofChild.and(LEAD.STATE.in(Leads.open())));
        if (known || openAlready) {
            return false;
        }
        var row = sql.newRecord(LEAD);
        row.setId(Ids.next());
        row.setNo("%d-线-%06d".formatted(today.date().getYear(), sql.nextval(org.jooq.impl.DSL.name("discovery", "lead_no")).longValue()));
        row.setRuleCode(found.rule().code());
        row.setRuleName(found.rule().name());
        row.setChildFileId(child.fileId());
        row.setChildPersonId(child.personId());
        row.setChildName(child.name());
        row.setChildBorn(child.born());
        row.setRegionId(child.regionId());
        row.setHukouId(child.hukouId());
        row.setFingerprint(fingerprint);
        row.setProgramme(found.programme());
        row.setState(LeadState.NEW.name());
        row.setLevel(found.level());
        row.setConfidence(found.confidence());
        row.setConfidenceWhy(found.confidenceWhy());
        row.setSentence(found.sentence());
        row.setWhy(found.why());
        if (found.clause() != null) {
            row.setClauseId(found.clause().id());
            row.setClauseDocument(found.clause().document());
            row.setClauseText(found.clause().text());
        }
        row.setFoundAt(now());
        row.setFoundOn(today.date());
        row.setDeliveryId(deliveryId);
        row.setLimitDays(answerDays);
        row.setDueOn(workingDays.add(today.date(), answerDays).due());
        var director = posts.holding(child.regionId(), Posts.CHILD_DIRECTOR, today.date()).stream().filter(post -> post.accountId() != null).findFirst();
        director.ifPresent(post -> Leads.hold(row, post));
        row.store();
        evidence(row.getId(), found);
        leads.event(row.getId(), "比对发现" + director.map(post -> "，派给 " + post.kindName() + " " + post.personName()).orElse("，这个村居还没有儿童主任账号，等街镇分派"));
        director.ifPresent(post -> notices.tell(post.accountId(), "LEAD", "比对发现一条线索，请核实：" + row.getNo(), "/leads/" + row.getId()));
        return true;
    }

    private void evidence(UUID leadId, Finding found) {
        var place = 0;
        for (var known : found.known()) {
            var fact = known.fact();
            var value = fact.kind().equals(FactKinds.DEATH) ? "死亡" : fact.value();
            var row = sql.newRecord(EVIDENCE);
            row.setId(Ids.next());
            row.setLeadId(leadId);
            row.setPlace(place++);
            row.setLabel(known.whose() + " " + known.name() + " · " + fact.kindName());
            if (fact.source().isListed()) {
                row.setOursValue("没有记录");
                row.setOursSource("档案");
                row.setTheirsValue(value + (fact.trueTo() == null ? "" : "，至 " + fact.trueTo()));
                row.setList(fact.source().list());
                row.setListName(fact.source().listName());
                row.setDeliveryId(fact.source().deliveryId());
                row.setRowNo(fact.source().row());
                row.setTheirsDate(fact.trueFrom());
            } else {
                row.setOursValue(value);
                row.setOursSource(fact.source().text());
                row.setOursDate(fact.trueFrom());
            }
            row.setSame(!fact.source().isListed());
            row.store();
        }
    }

    private static String fingerprint(Finding found) {
        var text = found.known().stream().map(one -> one.whose() + "|" + one.fact().kind() + "|" + one.fact().value() + "|" + one.fact().trueFrom() + "|" + one.fact().trueTo())
                .sorted().collect(Collectors.joining("\n")) + "\n" + found.about();
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private OffsetDateTime now() {
        return today.now().atOffset(ZoneOffset.UTC);
    }
}
