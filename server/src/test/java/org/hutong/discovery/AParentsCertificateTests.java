package org.hutong.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import org.hutong.registry.FactKinds;
import org.junit.jupiter.api.Test;

/// A disability certificate on a department's list is a parent's situation, under the shipped rulebook.
class AParentsCertificateTests extends RealRulebookWorld {

    @Test
    void aHeavyCertificateIsAParentsSituationAndALightOneLeavesItOpen() {
        var heavy = family("父重残");
        fact(heavy.father(), FactKinds.DISABILITY, "精神三级", LocalDate.of(2024, 3, 1), null);
        fact(heavy.mother(), FactKinds.SITUATION, "服刑在押", LocalDate.of(2025, 6, 11), LocalDate.of(2028, 8, 10));
        var light = family("父轻残");
        fact(light.father(), FactKinds.DISABILITY, "肢体三级", LocalDate.of(2024, 3, 1), null);
        fact(light.mother(), FactKinds.SITUATION, "服刑在押", LocalDate.of(2025, 6, 11), LocalDate.of(2028, 8, 10));
        var told = ok(director().post("/api/applications", Map.of("childId", heavy.fileId(), "programme", PROGRAMME)));
        assertThat(told.path("form").toString()).contains("\"父亲情形\",\"value\":\"重残\"").contains("精神三级");
        assertThat(told.path("explanation").path("missing").toString()).contains("已领救助月额").doesNotContain("父亲情形");
        var open = ok(director().post("/api/applications", Map.of("childId", light.fileId(), "programme", PROGRAMME)));
        assertThat(open.path("proposal").path("answer").asString()).isEqualTo("pending");
        assertThat(open.path("explanation").path("missing").toString()).contains("父亲情形");
    }
}
