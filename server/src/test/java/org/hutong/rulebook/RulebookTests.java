package org.hutong.rulebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hutong.FlowWorld;
import org.hutong.access.Role;
import org.hutong.kernel.Today;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

class RulebookTests extends FlowWorld {

    @Autowired
    private Today today;

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    @Test
    void aTreeThatFailsItsCheckIsRefusedAndTheOneInForceStays(@TempDir Path folder) throws IOException {
        copy(Path.of("src/test/resources/rulebook"), folder);
        var rulebooks = new Rulebooks(folder, jdbc, today);
        var before = rulebooks.inForce().edition();
        var facts = List.of(new FactValue("出生日期", "2015-03-08", null, null, TODAY, ""), new FactValue("父亲情形", "死亡", null, null, TODAY, ""),
                new FactValue("母亲情形", "服刑在押", null, null, TODAY, ""));
        var answer = rulebooks.assess("120116002201", TODAY, TODAY, facts).canonical();

        // a hole: no rule for a dead father and a healthy mother any more
        var table = folder.resolve("000000-china/decisions/儿童类别.md");
        Files.writeString(table, Files.readString(table).lines().filter(line -> !line.startsWith("| C5")).collect(java.util.stream.Collectors.joining("\n")));
        Files.delete(folder.resolve("000000-china/decisions/儿童类别.dmn"));
        assertThatThrownBy(rulebooks::reload).hasMessageContaining("政策包没有载入");
        assertThat(rulebooks.inForce().edition()).isEqualTo(before);
        assertThat(rulebooks.assess("120116002201", TODAY, TODAY, facts).canonical()).isEqualTo(answer);
    }

    @Test
    void aDecisionsEditionIsDerivedFromItsArchiveAfterTheFolderHasChanged(@TempDir Path folder) throws IOException {
        copy(Path.of("src/test/resources/rulebook"), folder);
        var rulebooks = new Rulebooks(folder, jdbc, today);
        var edition = rulebooks.inForce().edition();
        var facts = List.of(new FactValue("出生日期", "2015-03-08", null, null, TODAY, ""), new FactValue("父亲情形", "死亡", null, null, TODAY, ""),
                new FactValue("母亲情形", "服刑在押", null, null, TODAY, ""));
        var then = rulebooks.assess("120116002201", TODAY, TODAY, facts);
        as(Role.DISTRICT_APPROVER, DISTRICT, () -> {
            rulebooks.keep(edition);
            return null;
        });

        var amounts = folder.resolve("000000-china/parameters/基本生活标准.csv");
        Files.writeString(amounts, Files.readString(amounts).replace(",1000,", ",2000,"));
        assertThat(rulebooks.reload()).isNotEqualTo(edition);
        assertThat(rulebooks.assess("120116002201", TODAY, TODAY, facts).programme(PROGRAMME).orElseThrow().amountFen()).isEqualTo(200_000L);
        var again = as(Role.DISTRICT_APPROVER, DISTRICT, () -> rulebooks.derive(edition, "120116002201", TODAY, TODAY, facts));
        assertThat(again.canonical()).isEqualTo(then.canonical());
        assertThat(again.sha256()).isEqualTo(then.receipt().sha256());
    }

    @Test
    void aKeptEditionIsNeverChanged() {
        var family = unsupported("版本存");
        confirmed(family);
        assertThatThrownBy(() -> as(Role.DISTRICT_APPROVER, DISTRICT, () -> jdbc.sql("update rulebook.edition set packs = ''").update()))
                .rootCause().hasMessageContaining("permission denied");
    }

    @Test
    void theCalculatorAsksOnlyWhatStillMatters() {
        var place = region(VILLAGE);
        var first = ok(officer().post("/api/rulebook/calculator", Map.of("regionId", place, "answers", Map.of("出生日期", "2015-03-08"))));
        assertThat(first.path("questions").valueStream().map(question -> question.path("fact").asString())).containsExactlyInAnyOrder("父亲情形", "母亲情形");
        var second = ok(officer().post("/api/rulebook/calculator", Map.of("regionId", place, "answers", Map.of("出生日期", "2015-03-08", "父亲情形", "健在"))));
        assertThat(second.path("questions")).isEmpty();
        assertThat(second.path("results").valueStream().map(result -> result.path("answer").asString())).containsOnly("no");
        assertThat(officer().post("/api/rulebook/calculator", Map.of("regionId", place, "answers", Map.of("没有的", "1"))).code()).isEqualTo("RUL-008");
    }

    @Test
    void aPackIsReadableWithItsAssumptionsMarked() {
        var pack = ok(officer().get("/api/rulebook/packs/000000"));
        assertThat(pack.path("parameters").path(0).path("rows").path(0).path("assumption").asBoolean()).isTrue();
        assertThat(pack.path("decisions").toString()).contains("C2").contains("MF-2019-62#1");
        assertThat(pack.path("sources").toString()).contains("民发〔2019〕62号");
        assertThat(ok(officer().get("/api/rulebook/packs")).path(0).path("sha256").asString()).hasSize(64);
    }
}
