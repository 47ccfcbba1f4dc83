package org.hutong.discovery;

import static org.hutong.jooq.discovery.tables.Evidence.EVIDENCE;
import static org.hutong.jooq.discovery.tables.Lead.LEAD;

import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hutong.discovery.Finding.Evidence;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Today;
import org.hutong.notices.Notices;
import org.hutong.region.Post;
import org.hutong.region.Posts;
import org.hutong.region.WorkingDays;
import org.hutong.registry.ChildSubject;
import org.hutong.registry.Registry;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// Puts a finding before a person: a lead with its evidence, at the child director of the child's village.
@Component
class LeadRows {

    private final DSLContext sql;
    private final Registry registry;
    private final Posts posts;
    private final WorkingDays workingDays;
    private final Notices notices;
    private final LeadHistory history;
    private final Today today;
    private final int answerDays;

    LeadRows(DSLContext sql, Registry registry, Posts posts, WorkingDays workingDays, Notices notices, LeadHistory history, Today today,
            @Value("${hutong.discovery.answer-days:7}") int answerDays) {
        this.sql = sql;
        this.registry = registry;
        this.posts = posts;
        this.workingDays = workingDays;
        this.notices = notices;
        this.history = history;
        this.today = today;
        this.answerDays = answerDays;
    }

    /// The leads some files already have, read by one statement, and the directors of villages asked about so far.
    static final class Earlier {

        private final Set<String> prints = new HashSet<>();
        private final Set<String> open = new HashSet<>();
        private final Map<Integer, Optional<Post>> directors = new HashMap<>();
    }

    Earlier earlier(Collection<UUID> files) {
        var earlier = new Earlier();
        sql.select(LEAD.RULE_CODE, LEAD.CHILD_FILE_ID, LEAD.FINGERPRINT, LEAD.STATE).from(LEAD).where(LEAD.CHILD_FILE_ID.in(files)).forEach(row -> {
            earlier.prints.add(row.value1() + row.value2() + row.value3());
            if (LeadState.valueOf(row.value4()).isOpen()) {
                earlier.open.add(row.value1() + row.value2());
            }
        });
        return earlier;
    }

    /// @param how how it came about, for the lead's history
    /// @return false when the same lead on the same facts is already there, or one of the same rule is still open
    boolean raise(ChildSubject child, Finding found, @Nullable UUID deliveryId, String how, Earlier earlier) {
        var print = found.fingerprint();
        var rule = found.rule().code();
        if (earlier.open.contains(rule + child.fileId()) || earlier.prints.contains(rule + child.fileId() + print) || ofJoined(child, rule, print)) {
            return false;
        }
        var row = sql.newRecord(LEAD);
        row.setId(Ids.next());
        row.setNo("%d-线-%06d".formatted(today.date().getYear(), sql.nextval(DSL.name("discovery", "lead_no")).longValue()));
        row.setRuleCode(rule);
        row.setRuleName(found.rule().name());
        row.setChildFileId(child.fileId());
        row.setChildPersonId(child.personId());
        row.setChildName(child.name());
        row.setChildBorn(child.born());
        row.setRegionId(child.regionId());
        row.setHukouId(child.hukouId());
        row.setFingerprint(print);
        row.setProgramme(found.programme());
        row.setState(LeadState.NEW.name());
        row.setLevel(found.level());
        var words = found.words().get();
        row.setConfidence(words.confidence());
        row.setConfidenceWhy(words.confidenceWhy());
        row.setSentence(words.sentence());
        row.setWhy(words.why());
        if (words.clause() != null) {
            row.setClauseId(words.clause().id());
            row.setClauseDocument(words.clause().document());
            row.setClauseText(words.clause().text());
        }
        row.setFoundAt(today.now().atOffset(ZoneOffset.UTC));
        row.setFoundOn(today.date());
        row.setDeliveryId(deliveryId);
        row.setLimitDays(answerDays);
        row.setDueOn(workingDays.add(today.date(), answerDays).due());
        var director = earlier.directors.computeIfAbsent(child.regionId(), region ->
                posts.holding(region, Posts.CHILD_DIRECTOR, today.date()).stream().filter(post -> post.accountId() != null).findFirst());
        director.ifPresent(post -> Leads.hold(row, post));
        row.store();
        evidence(row.getId(), found);
        history.say(row.getId(), how + director.map(post -> "，派给 " + post.kindName() + " " + post.personName()).orElse("，这个村居还没有儿童主任账号，等街镇分派"));
        director.ifPresent(post -> notices.tell(post.accountId(), "LEAD", "比对发现一条线索，请核实：" + row.getNo(), "/leads/" + row.getId()));
        earlier.prints.add(rule + child.fileId() + print);
        earlier.open.add(rule + child.fileId());
        return true;
    }

    /// A file that was joined to this one brings its facts along, and its answered leads with them.
    private boolean ofJoined(ChildSubject child, String rule, String print) {
        var others = registry.filesOf(child.fileId());
        return others.size() > 1 && sql.fetchExists(LEAD, LEAD.RULE_CODE.eq(rule).and(LEAD.CHILD_FILE_ID.in(others))
                .and(LEAD.FINGERPRINT.eq(print).or(LEAD.STATE.in(Leads.open()))));
    }

    /// What the file and what a list say of the same thing stand side by side; what only one of them says stands alone.
    private void evidence(UUID leadId, Finding found) {
        var told = new HashSet<Evidence>();
        var place = 0;
        for (var line : found.evidence()) {
            if (told.add(line)) {
                var beside = found.evidence().stream().filter(one -> one.isListed() != line.isListed() && one.label().equals(line.label()) && !told.contains(one)).findFirst();
                beside.ifPresent(told::add);
                evidence(leadId, place++, line.isListed() ? beside.orElse(null) : line, line.isListed() ? line : beside.orElse(null));
            }
        }
    }

    private void evidence(UUID leadId, int place, @Nullable Evidence ours, @Nullable Evidence theirs) {
        var row = sql.newRecord(EVIDENCE);
        row.setId(Ids.next());
        row.setLeadId(leadId);
        row.setPlace(place);
        row.setLabel(ours != null ? ours.label() : theirs.label());
        if (ours != null) {
            row.setOursValue(ours.value());
            row.setOursSource(ours.source());
            row.setOursDate(ours.from());
        }
        if (theirs != null) {
            row.setTheirsValue(theirs.value());
            row.setList(theirs.list());
            row.setListName(theirs.listName());
            row.setDeliveryId(theirs.deliveryId());
            row.setRowNo(theirs.row());
            row.setTheirsDate(theirs.from());
        }
        row.setSame(theirs == null || ours != null && ours.key().equals(theirs.key()));
        row.store();
    }
}
