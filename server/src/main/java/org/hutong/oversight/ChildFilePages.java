package org.hutong.oversight;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hutong.access.LookLog;
import org.hutong.access.Purposes;
import org.hutong.determination.ApplicationPages;
import org.hutong.determination.Assessments;
import org.hutong.determination.Entitlements;
import org.hutong.kernel.Money;
import org.hutong.kernel.Today;
import org.hutong.oversight.ChildFile.FileEntitlement;
import org.hutong.oversight.ChildFile.TimelineItem;
import org.hutong.payment.Payments;
import org.hutong.region.Regions;
import org.hutong.registry.ChildFiles;
import org.hutong.registry.ChildSubject;
import org.hutong.registry.FactKinds;
import org.hutong.registry.FactView;
import org.hutong.registry.PersonView;
import org.hutong.registry.Registry;
import org.hutong.registry.Relation;
import org.hutong.registry.Relative;
import org.hutong.watch.Duties;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Puts one child's file together from all rooms. Opening it asks a purpose and writes a look.
@Service
@Transactional
public class ChildFilePages {

    private final Registry registry;
    private final ChildFiles files;
    private final ApplicationPages applications;
    private final Assessments assessments;
    private final Entitlements entitlements;
    private final Payments payments;
    private final Duties duties;
    private final Purposes purposes;
    private final LookLog looks;
    private final Regions regions;
    private final JdbcClient jdbc;
    private final Today today;

    ChildFilePages(Registry registry, ChildFiles files, ApplicationPages applications, Assessments assessments,
            Entitlements entitlements, Payments payments, Duties duties,
            Purposes purposes, LookLog looks, Regions regions, JdbcClient jdbc, Today today) {
        this.registry = registry;
        this.files = files;
        this.applications = applications;
        this.assessments = assessments;
        this.entitlements = entitlements;
        this.payments = payments;
        this.duties = duties;
        this.purposes = purposes;
        this.looks = looks;
        this.regions = regions;
        this.jdbc = jdbc;
        this.today = today;
    }

    public ChildFile open(UUID asked) {
        // Some fifty statements, each by keys: one plan serves every file, and planning each anew under the policies takes longer than running it.
        jdbc.sql("select set_config('plan_cache_mode', 'force_generic_plan', true)").query(String.class).single();
        var child = registry.child(asked);
        var purpose = purposes.require(asked);
        // a file joined to another opens as that one, with what stands under either
        var fileId = child.fileId();
        var all = registry.filesOf(fileId);
        looks.record(LookLog.Action.OPEN, "child", fileId, child.regionId(), purpose.purpose(), LookLog.OK, null);
        var person = registry.person(child.personId());
        var relatives = registry.relatives(child.personId());
        var people = new LinkedHashMap<UUID, String>();
        people.put(child.personId(), child.name());
        relatives.forEach(relative -> people.putIfAbsent(relative.personId(), relative.person() == null ? "不在您的管辖范围" : relative.person().name()));
        var facts = registry.factHistory(people.keySet());
        var visits = all.stream().flatMap(id -> duties.visitsOf(id).stream()).sorted(Comparator.comparing(Duties.Visited::on).reversed()).toList();
        var spells = all.stream().flatMap(id -> entitlements.ofChild(id).stream()).toList();
        var steps = all.stream().flatMap(id -> applications.stepsOfChild(id).stream()).toList();
        return new ChildFile(fileId, child.fileNo(), person(person), regions.path(child.regionId()),
                child.hukouId() == null ? null : regions.path(child.hukouId()), child.stage().name(), child.stage().title(), child.level().name(),
                categories(fileId), completeness(fileId), decisionNow(fileId), timeline(facts, people, visits, steps, spells), kinship(person, relatives, facts),
                facts.stream().map(fact -> fact(fact, people)).toList(), entitlements(child, spells), household(child),
                visits.stream().map(visit -> new ChildFile.FileVisit(visit.on(), visit.kind(), visit.who(), text(visit), visit.level())).toList(),
                files.levels(fileId).stream().map(level -> new ChildFile.Colour(level.level().name(), level.from(), level.to(), level.cause())).toList(),
                all.stream().flatMap(id -> payments.ofChild(id).stream()).map(payment -> new ChildFile.FilePayment(payment.month().toString(), payment.programme(),
                        payment.amountFen(), payment.rollId())).toList(),
                new ChildFile.PurposeOpen(purpose.purpose(), purpose.expiresAt()));
    }

    private ChildFile.FilePerson person(PersonView person) {
        return new ChildFile.FilePerson(person.id(), person.name(), person.sexName(), person.born(), person.ageOn(today.date()), person.ethnicity(),
                person.idMasked(), person.idNote(), person.phoneMasked(), person.alive(), person.diedOn());
    }

    private List<ChildFile.FileCategory> categories(UUID fileId) {
        return files.categories(List.of(fileId)).getOrDefault(fileId, List.of()).stream()
                .filter(spell -> spell.until() == null || spell.until().isAfter(today.date()))
                .map(spell -> new ChildFile.FileCategory(spell.code(), spell.name(), spell.since())).toList();
    }

    private ChildFile.FileCompleteness completeness(UUID fileId) {
        var complete = files.completeness(fileId);
        return new ChildFile.FileCompleteness(complete.percent(), complete.parts());
    }

    private ChildFile.@Nullable DecisionNow decisionNow(UUID fileId) {
        var open = applications.openOf(fileId);
        if (open.isPresent()) {
            var row = open.get();
            var verb = switch (row.stage()) {
                case "DRAFT", "RETURNED" -> "填写并提交";
                case "TOWN_CHECK" -> "查验";
                default -> "确认";
            };
            return new ChildFile.DecisionNow(row.programmeName() + "：" + row.stageName()
                    + (row.clock() == null ? "" : "，" + row.clock().text()), verb, "/applications/" + row.id());
        }
        return duties.ofChild(fileId).stream().filter(due -> due.doneOn() == null).findFirst()
                .map(due -> new ChildFile.DecisionNow(due.because() + "，" + due.dueOn() + " 前", due.kind().equals("VISIT") ? "去走访" : "去联系", "/watch?childId=" + fileId))
                .orElse(null);
    }

    private static String text(Duties.Visited visit) {
        var parts = new ArrayList<String>();
        parts.add(visit.seen() ? "见到孩子" : "没有见到孩子");
        if (!visit.answers().livingWith().isBlank()) {
            parts.add("与" + visit.answers().livingWith() + "同住");
        }
        if (!visit.answers().health().isBlank()) {
            parts.add("健康：" + visit.answers().health());
        }
        if (!visit.answers().school().isBlank()) {
            parts.add("就学：" + visit.answers().school());
        }
        if (!visit.note().isBlank()) {
            parts.add(visit.note());
        }
        return String.join("；", parts);
    }

    private ChildFile.FileFact fact(FactView fact, Map<UUID, String> people) {
        var source = fact.source();
        return new ChildFile.FileFact(fact.id(), fact.kind(), fact.kindName(), fact.value(), fact.value(), fact.trueFrom(), fact.trueTo(),
                today.dayOf(fact.knownFrom()),
                new ChildFile.FileFactSource(source.list(), source.listName(), source.deliveryId(), source.row(), source.enteredBy()), fact.personId(),
                people.getOrDefault(fact.personId(), ""), fact.evidenceFileId(), fact.superseded());
    }

    private List<TimelineItem> timeline(List<FactView> facts, Map<UUID, String> people, List<Duties.Visited> visits,
            List<ApplicationPages.ChildStep> steps, List<Entitlements.Spell> spells) {
        var items = new ArrayList<TimelineItem>();
        facts.stream().filter(fact -> !fact.superseded()).forEach(fact -> items.add(new TimelineItem(fact.trueFrom().toString(),
                today.dayOf(fact.knownFrom()).toString(), "FACT", people.getOrDefault(fact.personId(), "") + " " + fact.kindName() + "：" + fact.value(),
                fact.trueTo() == null ? null : "至 " + fact.trueTo(), fact.source().enteredBy(), fact.source().text())));
        visits.forEach(visit -> items.add(new TimelineItem(visit.on().toString(), null, "VISIT", visit.kind().equals("VISIT") ? "走访" : "联系", text(visit), visit.who(), null)));
        steps.forEach(step -> items.add(new TimelineItem(step.on().toString(), null, step.stage().equals("CONFIRMED") || step.stage().equals("REFUSED") ? "DECISION" : "APPLICATION",
                step.programmeName() + "：" + step.name(), step.note(), step.who(), step.no())));
        spells.forEach(spell -> {
            items.add(new TimelineItem(spell.firstMonth().atDay(1).toString(), null, "PAYMENT", spell.programmeName() + "起发，每月 " + new Money(spell.amountFen()).inYuan() + " 元",
                    spell.origin().equals("ROSTER") ? "接管自花名册" : null, null, spell.source()));
            if (spell.lastMonth() != null) {
                items.add(new TimelineItem(spell.lastMonth().atEndOfMonth().toString(), null, "PAYMENT", spell.programmeName() + "领至 " + spell.lastMonth(), spell.endReason(), null,
                        spell.endClause()));
            }
        });
        items.sort(Comparator.comparing(TimelineItem::at).reversed());
        return items;
    }

    private ChildFile.Kinship kinship(PersonView child, List<Relative> relatives, List<FactView> facts) {
        var situation = new HashMap<UUID, String>();
        facts.stream().filter(fact -> !fact.superseded() && fact.kind().equals(FactKinds.SITUATION) && fact.holds(today.date()))
                .forEach(fact -> situation.putIfAbsent(fact.personId(), fact.value()));
        var nodes = new LinkedHashMap<UUID, ChildFile.KinNode>();
        nodes.put(child.id(), new ChildFile.KinNode(child.id(), child.name(), "CHILD", "本人", null, null, child.born(), child.diedOn(), true));
        var edges = new ArrayList<ChildFile.KinEdge>();
        UUID father = null;
        UUID mother = null;
        for (var relative : relatives) {
            var person = relative.person();
            var relation = Relation.valueOf(relative.relation());
            var died = person == null ? null : person.diedOn();
            var status = died != null ? "死亡" : situation.get(relative.personId());
            nodes.putIfAbsent(relative.personId(), new ChildFile.KinNode(relative.personId(), person == null ? "不在您的管辖范围" : person.name(), relation.name(),
                    relation.title(), status, status, person == null ? null : person.born(), died, false));
            edges.add(new ChildFile.KinEdge(relative.personId().toString(), child.id().toString(), relation.isBlood() ? "BLOOD" : "CARE",
                    !relative.holds(today.date())));
            if (relation == Relation.FATHER) {
                father = relative.personId();
            }
            if (relation == Relation.MOTHER) {
                mother = relative.personId();
            }
        }
        if (father != null && mother != null) {
            var divorced = facts.stream().anyMatch(fact -> !fact.superseded() && fact.kind().equals(FactKinds.MARRIAGE) && fact.value().contains("离婚"));
            edges.add(new ChildFile.KinEdge(father.toString(), mother.toString(), "MARRIAGE", divorced));
        }
        return new ChildFile.Kinship(List.copyOf(nodes.values()), edges);
    }

    private List<FileEntitlement> entitlements(ChildSubject child, List<Entitlements.Spell> spells) {
        var out = new ArrayList<FileEntitlement>();
        spells.forEach(spell -> out.add(new FileEntitlement(spell.programme(), spell.programmeName(), "yes", spell.amountFen(),
                spell.origin().equals("ROSTER") ? "接管自花名册：" + spell.source() : "决定 " + spell.source(), spell.clause(), spell.assumption(),
                spell.firstMonth().atDay(1), spell.lastMonth() == null ? null : spell.lastMonth().atEndOfMonth(), null, spell.decisionId(), spell.id(), ending(spell))));
        var held = spells.stream().map(Entitlements.Spell::programme).toList();
        assessments.ofChild(child.fileId()).programmes().stream().filter(answer -> !held.contains(answer.programme())).forEach(answer -> out.add(
                new FileEntitlement(answer.programme(), answer.name(), answer.answer(), answer.amountFen(), answer.why(), answer.clauses().stream()
                        .map(clause -> clause.id()).findFirst().orElse(null), answer.assumption(), null, null, null, null, null, null)));
        return out;
    }

    private ChildFile.@Nullable Ending ending(Entitlements.Spell spell) {
        if (spell.lastMonth() != null && spell.lastMonth().isBefore(java.time.YearMonth.from(today.date()))) {
            return null;
        }
        return assessments.ending(spell.childFileId(), spell.programme()).filter(one -> !one.event().isAfter(today.date()))
                .map(one -> new ChildFile.Ending(one.reason(), one.event(), one.lastMonth().toString(), one.clause())).orElse(null);
    }

    private ChildFile.@Nullable HouseholdRef household(ChildSubject child) {
        return child.householdId() == null ? null : jdbc.sql("select id, file_no, members from registry.household where id = :id")
                .param("id", child.householdId()).query(ChildFile.HouseholdRef.class).optional().orElse(null);
    }
}
