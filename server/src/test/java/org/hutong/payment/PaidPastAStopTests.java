package org.hutong.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hutong.FlowWorld;
import org.hutong.access.Role;
import org.hutong.determination.Entitlements;
import org.hutong.determination.Entitlements.Existing;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/// A stop proposed after its last month: what was paid since is listed, line by line. In 中山区, where no other test pays.
class PaidPastAStopTests extends FlowWorld {

    private static final String HERE = "210202";
    private static final String VILLAGE_HERE = "210202001001";

    @Autowired
    private Entitlements entitlements;
    @Autowired
    private Rolls rolls;

    private UUID paid(String name, long fen) {
        var family = family(name, VILLAGE_HERE, LocalDate.of(2014, 9, 1));
        var place = region(VILLAGE_HERE);
        as(Role.DISTRICT_OFFICER, HERE, () -> entitlements.takeOver(List.of(new Existing(family.fileId(), family.child(), name, place, PROGRAMME, "事实无人抚养儿童基本生活补贴", fen,
                YearMonth.of(2026, 1), null, null, null, "花名册第 1 行", "MF-2019-62#3", true, null, null))));
        return as(Role.DISTRICT_OFFICER, HERE, () -> entitlements.ofChild(family.fileId()).getFirst().id());
    }

    private void roll(YearMonth month, boolean approve) {
        var id = as(Role.DISTRICT_OFFICER, HERE, () -> rolls.build(region(HERE), month));
        if (approve) {
            as(Role.DISTRICT_OFFICER, HERE, () -> { rolls.submit(id); return null; });
            as(Role.DISTRICT_APPROVER, HERE, () -> { rolls.approve(id); return null; });
        }
    }

    private String proposed(UUID spell, String lastMonth) {
        var stop = signedIn(Role.DISTRICT_OFFICER, HERE).post("/api/entitlements/" + spell + "/stops", Map.of("lastMonth", lastMonth, "reason", "父亲刑满释放", "clause", "MF-2019-62#3.4"));
        assertThat(stop.status()).as(stop.text()).isEqualTo(201);
        return stop.json().path("id").asString();
    }

    private JsonNode overpaid(String stop, Role role, String place) {
        return ok(signedIn(role, place).get("/api/stops/overpaid")).valueStream().filter(one -> one.path("stopId").asString().equals(stop)).findFirst().orElse(null);
    }

    @Test
    void everyApprovedMonthAfterTheLastOneIsListedWithItsLineAndNothingElse() {
        var late = paid("迟停两月", 200_000);
        var inTime = paid("按时停", 100_000);
        roll(YearMonth.of(2026, 1), true);
        roll(YearMonth.of(2026, 2), true);
        roll(YearMonth.of(2026, 3), true);
        roll(YearMonth.of(2026, 4), false);
        var stop = proposed(late, "2026-01");
        var other = proposed(inTime, "2026-03");
        var paid = overpaid(stop, Role.DISTRICT_OFFICER, HERE);
        assertThat(paid.path("totalFen").asLong()).as("February and March; January was owed, April is a draft").isEqualTo(400_000);
        assertThat(paid.path("lines").valueStream().map(line -> line.path("month").asString())).containsExactly("2026-02", "2026-03");
        paid.path("lines").forEach(line -> {
            var lines = ok(signedIn(Role.DISTRICT_OFFICER, HERE).get("/api/rolls/" + line.path("rollId").asString() + "/lines?q=迟停两月"));
            assertThat(lines.path("items").get(0).path("id")).isEqualTo(line.path("lineId"));
        });
        assertThat(overpaid(other, Role.DISTRICT_OFFICER, HERE)).as("nothing was paid too much").isNull();
        assertThat(overpaid(stop, Role.DISTRICT_OFFICER, "120101")).as("another district sees nothing of it").isNull();
    }
}
