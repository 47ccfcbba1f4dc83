package org.hutong.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.UUID;
import org.hutong.FlowWorld;
import org.hutong.access.Role;
import org.hutong.registry.FactKinds;
import org.hutong.registry.FactSource;
import org.hutong.registry.NewFact;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/// A fact written into a file is compared at once, with the children it can touch alone.
@TestPropertySource(properties = "hutong.discovery.at-once=true")
class OneChangedFactTests extends FlowWorld {

    /// How many comparisons there were, once those under way are written.
    private int settled() {
        var before = runs();
        for (var still = 0; still < 10; still++) {
            pause();
            var now = runs();
            if (now != before) {
                before = now;
                still = 0;
            }
        }
        return before;
    }

    private int runs() {
        return as(serviceAccounts.nightly(), () -> jdbc.sql("select count(*) from discovery.run").query(Integer.class).single());
    }

    private boolean lead(UUID file) {
        return as(serviceAccounts.nightly(), () -> jdbc.sql("select exists (select 1 from discovery.lead where child_file_id = :file and rule_code = 'WB-SSWR')").param("file", file).query(Boolean.class).single());
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aParentsDeathWrittenByAnOfficerIsALeadForTheChildWithoutAnyRun() {
        var family = family("当场比对");
        fact(family.mother(), FactKinds.SITUATION, "服刑在押", LocalDate.of(2025, 6, 11), LocalDate.of(2028, 8, 10));
        fact(family.father(), FactKinds.DEATH, "疾病", LocalDate.of(2024, 5, 1), null);
        for (var i = 0; i < 600 && !lead(family.fileId()); i++) {
            pause();
        }
        assertThat(lead(family.fileId())).isTrue();
        assertThat(as(serviceAccounts.nightly(), () -> jdbc.sql("select children_looked_at from discovery.run order by at desc, id desc limit 1").query(Integer.class).single())).isEqualTo(1);
    }

    @Test
    void severalFactsOfOneTransactionAreOneComparison() {
        var family = family("一次写两条");
        var before = settled();
        as(Role.DISTRICT_OFFICER, DISTRICT, () -> {
            var source = new FactSource(null, "入户登记", null, null, null);
            registry.record(new NewFact(family.father(), FactKinds.DEATH, "疾病", null, LocalDate.of(2024, 5, 1), null, source, null, null, null, null));
            return registry.record(new NewFact(family.mother(), FactKinds.SITUATION, "服刑在押", null, LocalDate.of(2025, 6, 11), LocalDate.of(2028, 8, 10), source, null, null, null, null));
        });
        for (var i = 0; i < 600 && !lead(family.fileId()); i++) {
            pause();
        }
        assertThat(settled() - before).isEqualTo(1);
    }

    @Test
    void whatTheServiceAccountWritesWaitsForItsOwnRun() {
        var family = family("名单写的");
        var before = settled();
        as(serviceAccounts.nightly(), () -> registry.record(new NewFact(family.father(), FactKinds.DEATH, "疾病", null, LocalDate.of(2024, 5, 1), null,
                new FactSource(null, "名单", null, null, null), null, null, null, null)));
        // what would have been started stands in the same queue before this one
        fact(family.child(), FactKinds.SCHOOL, "石桥小学", LocalDate.of(2026, 9, 1), null);
        for (var i = 0; i < 600 && runs() == before; i++) {
            pause();
        }
        assertThat(settled() - before).isEqualTo(1);
    }
}
