package org.hutong;

import java.time.Duration;
import java.util.UUID;
import org.hutong.access.Accounts;
import org.hutong.access.Acting;
import org.hutong.access.Role;
import org.hutong.access.ServiceAccounts;
import org.hutong.discovery.Comparisons;
import org.hutong.discovery.Lead;
import org.hutong.discovery.Leads;
import org.hutong.discovery.SecondChecks;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.region.Posts;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Answers part of the demo's leads, so that the pages of yields and of list accuracy have something to show.
///
/// By the director who holds each lead and through the same door as a person's answer; every reason begins with 演示. Which lead gets which
/// answer hangs on the child and the rule alone, so that two demos agree. The village of the walk is left to the user, and in its district
/// nothing is confirmed: the applications there are the user's own.
@Component
@ConditionalOnProperty("hutong.demo")
class DemoAnswers {

    /// Five minutes in all: a list that is held back is not waited for any longer.
    private static final int LOOKS = 600;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final JdbcClient jdbc;
    private final Comparisons comparisons;
    private final Leads leads;
    private final SecondChecks checks;
    private final Accounts accounts;
    private final ServiceAccounts services;
    private final Posts posts;
    private final Today today;
    private final TransactionTemplate transaction;
    private final boolean answers;

    DemoAnswers(JdbcClient jdbc, Comparisons comparisons, Leads leads, SecondChecks checks, Accounts accounts, ServiceAccounts services, Posts posts, Today today,
            TransactionTemplate transaction, @Value("${hutong.demo.answers:true}") boolean answers) {
        this.jdbc = jdbc;
        this.comparisons = comparisons;
        this.leads = leads;
        this.checks = checks;
        this.accounts = accounts;
        this.services = services;
        this.posts = posts;
        this.today = today;
        this.transaction = transaction;
        this.answers = answers;
    }

    private record Open(UUID id, String rule, @Nullable String programme, String child, UUID account, int town, int district, @Nullable String wrong) {}

    /// Waits for the comparisons of the delivered lists in the background, does the night's comparison of everybody and answers; the user need
    /// not wait for it.
    ///
    /// @param deliveries how many lists were delivered
    void later(int deliveries, int walkVillage, int walkDistrict) {
        Thread.ofVirtual().name("demo-answers").start(() -> {
            try {
                waitFor(deliveries);
                var night = Acting.as(services.nightly(), comparisons::compareAll);
                DemoCity.say("夜间比对做完：看了 " + night.childrenLookedAt() + " 个孩子，又找到 " + night.leadsNew() + " 条线索");
                if (answers) {
                    DemoCity.say("替各村居答复了 " + answer(walkVillage, walkDistrict) + " 条线索（演示）");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void waitFor(int deliveries) throws InterruptedException {
        for (var look = 0; look < LOOKS && compared() < deliveries; look++) {
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    private int compared() {
        return Acting.as(services.nightly(), () -> transaction.execute(t -> jdbc.sql("select count(distinct delivery_id) from discovery.run").query(Integer.class).single()));
    }

    private int answer(int walkVillage, int walkDistrict) {
        var open = Acting.as(services.nightly(), () -> transaction.execute(t -> jdbc.sql("""
                select id, rule_code, programme, child_name || child_born as child, assignee_account_id, town_id, district_id,
                  (select label from discovery.evidence e where e.lead_id = lead.id and e.list is not null order by place limit 1) as wrong
                from discovery.lead where state = 'ASSIGNED' and region_id <> :village order by child_name, rule_code""").param("village", walkVillage)
                .query((row, n) -> new Open(row.getObject("id", UUID.class), row.getString("rule_code"), row.getString("programme"), row.getString("child"),
                        row.getObject("assignee_account_id", UUID.class), row.getInt("town_id"), row.getInt("district_id"), row.getString("wrong"))).list()));
        var answered = 0;
        for (var lead : open) {
            try {
                answered += answer(lead, walkDistrict) ? 1 : 0;
            } catch (Refusal left) {
                System.err.println("  演示答复跳过一条：" + left.title());
            }
        }
        return answered;
    }

    private boolean answer(Open lead, int walkDistrict) {
        var lot = Math.floorMod(new java.util.SplittableRandom((lead.child() + lead.rule()).hashCode()).nextInt(), 100);
        var applies = lead.programme() != null;
        if (lot < 45) {
            return !(applies && lead.district() == walkDistrict) && say(lead, Lead.Outcome.CONFIRMED, "演示：入户看过，情况属实", null);
        } else if (lot < 58) {
            return say(lead, Lead.Outcome.NOT_MATCHING, lead.wrong() == null ? "演示：入户看过，不在认定范围" : "演示：入户看过，名单上的这一项不对", lead.wrong());
        } else if (lot < 64) {
            return say(lead, Lead.Outcome.ALREADY_SERVED, "演示：已在外区按月领取", null);
        }
        return lot < 68 && say(lead, Lead.Outcome.NOT_FOUND, "演示：敲门无人，邻居说已搬走", null);
    }

    private boolean say(Open lead, Lead.Outcome outcome, String reason, @Nullable String wrong) {
        Acting.as(Acting.as(ServiceAccounts.setup(), () -> accounts.actor(lead.account())), () -> {
            transaction.executeWithoutResult(t -> leads.answer(lead.id(), outcome, reason, null, wrong));
            return null;
        });
        // half of the second looks are done too, the other half is left to be seen
        if (Math.floorMod(lead.child().hashCode(), 2) == 0) {
            agree(lead);
        }
        return true;
    }

    private void agree(Open lead) {
        var waits = Acting.as(services.nightly(), () -> transaction.execute(t -> jdbc.sql("select exists (select 1 from discovery.second_check where lead_id = :id and verdict is null and not by_supervisor)")
                .param("id", lead.id()).query(Boolean.class).single()));
        var supervisor = Acting.as(services.nightly(), () -> transaction.execute(t -> posts.holding(lead.town(), Posts.CHILD_SUPERVISOR, today.date()))).stream()
                .filter(post -> post.accountId() != null).findFirst();
        if (waits && supervisor.isPresent()) {
            var actor = Acting.as(ServiceAccounts.setup(), () -> accounts.actor(supervisor.get().accountId()));
            if (actor.has(Role.CHILD_SUPERVISOR)) {
                Acting.as(actor, () -> {
                    transaction.executeWithoutResult(t -> checks.agree(lead.id(), "演示：核对过"));
                    return null;
                });
            }
        }
    }
}
