package org.hutong.discovery;

import static org.hutong.jooq.discovery.tables.Evidence.EVIDENCE;
import static org.hutong.jooq.discovery.tables.Lead.LEAD;
import static org.hutong.jooq.discovery.tables.Run.RUN;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDate;
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
import org.hutong.determination.ChildFacts;
import org.hutong.determination.Entitlements;
import org.hutong.exchange.Deliveries;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Today;
import org.hutong.notices.Notices;
import org.hutong.region.Posts;
import org.hutong.region.Regions;
import org.hutong.region.WorkingDays;
import org.hutong.registry.ChildSubject;
import org.hutong.registry.Registry;
import org.hutong.rulebook.Assessment;
import org.hutong.rulebook.Rulebooks;
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

    private final DSLContext sql;
    private final Registry registry;
    private final Deliveries deliveries;
    private final DeliveredFacts deliveredFacts;
    private final ChildFacts childFacts;
    private final Entitlements entitlements;
    private final Rulebooks rulebooks;
    private final Regions regions;
    private final Posts posts;
    private final WorkingDays workingDays;
    private final Notices notices;
    private final Leads leads;
    private final LookLog looks;
    private final Today today;
    private final int answerDays;

    Comparisons(DSLContext sql, Registry registry, Deliveries deliveries, DeliveredFacts deliveredFacts, ChildFacts childFacts,
            Entitlements entitlements, Rulebooks rulebooks, Regions regions, Posts posts, WorkingDays workingDays, Notices notices, Leads leads,
            LookLog looks, Today today, @Value("${hutong.discovery.answer-days:7}") int answerDays) {
        this.sql = sql;
        this.registry = registry;
        this.deliveries = deliveries;
        this.deliveredFacts = deliveredFacts;
        this.childFacts = childFacts;
        this.entitlements = entitlements;
        this.rulebooks = rulebooks;
        this.regions = regions;
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
        var written = deliveredFacts.record(deliveryId);
        var children = childrenOf(written.persons());
        var result = look(children, deliveryId, written.facts(), began);
        deliveries.leadsFound(deliveryId, result.leadsNew());
        return result;
    }

    /// Every child on whose parents a department list has said something: the nightly run, and the button.
    @Transactional
    public Result compareAll() {
        var began = System.nanoTime();
        return look(childrenOf(registry.personsWithListedFacts()), null, 0, began);
    }

    /// Files of the persons themselves and of the children whose father or mother they are.
    private Set<UUID> childrenOf(Collection<UUID> persons) {
        return persons.isEmpty() ? Set.of() : new LinkedHashSet<>(registry.childFilesTouchedBy(persons));
    }

    private Result look(Set<UUID> files, @Nullable UUID deliveryId, int factsRecorded, long began) {
        var fresh = 0;
        var kept = 0;
        for (var file : files) {
            var child = registry.child(file);
            for (var found : findings(child)) {
                if (raise(child, found, deliveryId)) {
                    fresh++;
                } else {
                    kept++;
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

    /// @param programme what a confirmed lead would be applied for; null where nothing is
    private record Finding(LeadRule rule, @Nullable String programme, String level, int confidence, String confidenceWhy, String sentence, String why,
            @Nullable Assessment.Clause clause, List<ChildFacts.Held> facts) {}

    private List<Finding> findings(ChildSubject child) {
        var held = childFacts.of(child.fileId(), today.date(), today.now());
        var month = YearMonth.from(today.date());
        var paid = entitlements.ofChild(child.fileId()).stream().filter(spell -> spell.in(month)).toList();
        var findings = new ArrayList<Finding>();
        if (child.diedOn() != null) {
            if (!paid.isEmpty()) {
                var death = registry.facts(child.personId(), today.date(), today.now()).stream().filter(fact -> fact.kind().equals("death")).toList();
                findings.add(new Finding(LeadRule.DECEASED_STILL_PAID, null, "ORANGE", 95, "身份证号完全一致",
                        child.name() + " 已于 " + child.diedOn() + " 死亡，" + paid.getFirst().programmeName() + "仍在发放",
                        "部门名单里有这个孩子的死亡记录，而名册里待遇还没有停。请先核实，再由区里办理停发。", null,
                        death.stream().map(fact -> new ChildFacts.Held(
                                new org.hutong.rulebook.FactValue("死亡日期", fact.trueFrom().toString(), fact.trueFrom(), fact.knownFrom(), fact.source().text()),
                                child.personId(), child.name(), fact.source())).toList()));
            }
            return findings;
        }
        if (!paid.isEmpty()) {
            return findings;
        }
        var handling = regions.byId(child.hukouId() == null ? child.regionId() : child.hukouId()).orElseThrow();
        var assessment = rulebooks.assess(handling.code(), today.date(), today.date(), held.stream().map(ChildFacts.Held::fact).toList());
        for (var rule : List.of(LeadRule.DE_FACTO_UNSUPPORTED, LeadRule.ORPHAN)) {
            category(assessment, rule).ifPresent(category -> {
                var programme = assessment.programmes().stream()
                        .filter(answer -> !answer.answer().equals("no") && answer.name().contains(rule.category().equals("孤儿") ? "孤儿" : "事实无人抚养"))
                        .findFirst();
                var clause = clauseOf(assessment, programme, category);
                var told = held.stream().filter(fact -> fact.source().list() != null).toList();
                findings.add(new Finding(rule, programme.map(Assessment.Answer::programme).orElse(null), "ORANGE", category.pending() ? 70 : 95,
                        category.pending() ? "身份证号完全一致；还有事实待核实" : "身份证号完全一致，按规则逐条成立",
                        sentence(child, held), "按现行政策，" + child.name() + (category.pending() ? "可能" : "") + "属于" + category.name()
                                + "，目前没有享受任何儿童待遇。由规则得出，等您核实。", clause, told.isEmpty() ? held : held));
            });
        }
        return findings;
    }

    private static Optional<Assessment.Category> category(Assessment assessment, LeadRule rule) {
        return assessment.categories().stream().filter(c -> c.name().equals(rule.category()) && c.holds()).findFirst();
    }

    private static Assessment.@Nullable Clause clauseOf(Assessment assessment, Optional<Assessment.Answer> programme, Assessment.Category category) {
        return programme.flatMap(answer -> answer.clauses().stream().findFirst())
                .orElseGet(() -> category.clause() == null ? null : new Assessment.Clause(category.clause(), category.clause(), "", ""));
    }

    private static String sentence(ChildSubject child, List<ChildFacts.Held> held) {
        var situations = held.stream().filter(fact -> fact.fact().name().endsWith("情形") && !fact.fact().value().equals("健在") && !fact.fact().value().equals("无"))
                .map(fact -> fact.fact().name().replace("情形", "") + fact.fact().value()).collect(Collectors.joining("，"));
        return situations.isEmpty() ? child.name() + " 的父母情形符合条件" : situations + "，没有享受待遇";
    }

    /// @return false when the same lead on the same facts is already there
    private boolean raise(ChildSubject child, Finding found, @Nullable UUID deliveryId) {
        var fingerprint = fingerprint(found);
        var known = sql.fetchExists(LEAD, LEAD.RULE_CODE.eq(found.rule().name()).and(LEAD.CHILD_FILE_ID.eq(child.fileId())).and(LEAD.FINGERPRINT.eq(fingerprint)));
        var openAlready = sql.fetchExists(LEAD, LEAD.RULE_CODE.eq(found.rule().name()).and(LEAD.CHILD_FILE_ID.eq(child.fileId())).and(LEAD.STATE.in(Leads.open())));
        if (known || openAlready) {
            return false;
        }
        var row = sql.newRecord(LEAD);
        row.setId(Ids.next());
        row.setNo("%d-线-%06d".formatted(today.date().getYear(), sql.nextval("discovery.lead_no").longValue()));
        row.setRuleCode(found.rule().name());
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
        for (var held : found.facts()) {
            var source = held.source();
            var row = sql.newRecord(EVIDENCE);
            row.setId(Ids.next());
            row.setLeadId(leadId);
            row.setPlace(place++);
            row.setLabel(held.personName() == null ? held.fact().name() : held.fact().name() + "（" + held.personName() + "）");
            if (source.list() == null) {
                row.setOursValue(held.fact().value());
                row.setOursSource(held.fact().source());
                row.setOursDate(held.fact().trueFrom());
            } else {
                row.setTheirsValue(held.fact().value());
                row.setList(source.list());
                row.setListName(source.listName());
                row.setDeliveryId(source.deliveryId());
                row.setRowNo(source.row());
                row.setTheirsDate(held.fact().trueFrom());
                row.setOursValue("健在（此前没有记录）");
                row.setOursSource("档案");
            }
            row.setSame(source.list() == null);
            row.store();
        }
    }

    private static String fingerprint(Finding found) {
        var text = found.facts().stream().map(held -> held.fact().name() + "=" + held.fact().value() + "@" + held.fact().trueFrom()).sorted()
                .collect(Collectors.joining("\n"));
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
