package org.hutong.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hutong.Browser;
import org.hutong.FlowWorld;
import org.hutong.access.Role;
import org.hutong.determination.Entitlements;
import org.hutong.determination.Entitlements.Existing;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// Rolls of 和平区, which no other test pays in.
class RollTests extends FlowWorld {

    private static final String HERE = "120101";
    private static final String STREET_VILLAGE = "120101001001";
    private static final String NAME = "事实无人抚养儿童基本生活补贴";

    @Autowired
    RollPages pages;
    @Autowired
    private Entitlements entitlements;
    @Autowired
    private Rolls rolls;
    @Autowired
    private Payments payments;

    private Family paid(String name, long fen, YearMonth from, YearMonth until) {
        var family = family(name, STREET_VILLAGE, LocalDate.of(2014, 9, 1));
        var place = region(STREET_VILLAGE);
        as(Role.DISTRICT_OFFICER, HERE, () -> entitlements.takeOver(List.of(new Existing(family.fileId(), family.child(), name, place, PROGRAMME, NAME, fen, from,
                until, until == null ? null : "年满十八周岁", until == null ? null : "MF-2019-62#3.4", "花名册第 1 行", "MF-2019-62#3", true, name + "的祖母", "0990000000000011111"))));
        return family;
    }

    private UUID build(YearMonth month) {
        return as(Role.DISTRICT_OFFICER, HERE, () -> rolls.build(region(HERE), month));
    }

    private Map<String, String> causes(UUID roll) {
        return as(Role.DISTRICT_OFFICER, HERE, () -> jdbc.sql("select child_name, cause || ' ' || reason as why from payment.line where roll_id = :id").param("id", roll)
                .query((row, n) -> Map.entry(row.getString(1), row.getString(2))).list().stream()
                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private Browser officerHere() {
        return signedIn(Role.DISTRICT_OFFICER, HERE);
    }

    @Test
    void everyLineIsExplainedAgainstLastMonthAndAnUnexplainedOneStopsTheRoll() {
        paid("一直领", 243_000, YearMonth.of(2026, 1), null);
        paid("领到八月", 243_000, YearMonth.of(2026, 1), YearMonth.of(2026, 8));
        paid("九月起", 243_000, YearMonth.of(2026, 9), null);
        var august = build(YearMonth.of(2026, 8));
        as(Role.DISTRICT_OFFICER, HERE, () -> { rolls.submit(august); return null; });
        as(Role.DISTRICT_APPROVER, HERE, () -> { rolls.approve(august); return null; });
        var september = build(YearMonth.of(2026, 9));
        assertThat(causes(september)).containsEntry("一直领", "SAME 与上月相同");
        assertThat(causes(september).get("领到八月")).startsWith("STOPPED 停发：年满十八周岁");
        assertThat(causes(september).get("九月起")).startsWith("NEW 接管自花名册");

        // somebody whose right began long ago and who was left out of August
        var late = paid("八月漏发", 243_000, YearMonth.of(2026, 3), null);
        build(YearMonth.of(2026, 9));
        assertThat(causes(september).get("八月漏发")).startsWith("UNEXPLAINED");
        assertThat(officerHere().post("/api/rolls/" + september + "/submit", null).code()).isEqualTo("PAY-003");

        var lines = ok(officerHere().get("/api/rolls/" + september + "/lines?cause=UNEXPLAINED"));
        var line = lines.path("items").path(0).path("id").asString();
        assertThat(officerHere().post("/api/rolls/" + september + "/lines/" + line + "/explain", Map.of("reason", "短")).code()).isEqualTo("PAY-006");
        ok(officerHere().post("/api/rolls/" + september + "/lines/" + line + "/explain", Map.of("reason", "八月造册时档案尚未接管，另行补发")));
        // building again keeps what a person has said
        build(YearMonth.of(2026, 9));
        assertThat(ok(officerHere().post("/api/rolls/" + september + "/submit", null)).path("state").asString()).isEqualTo("SUBMITTED");
        assertThat(late.fileId()).isNotNull();
    }

    @Test
    void aRollBuiltTwiceAddsNoLine() {
        paid("造两次", 100_000, YearMonth.of(2026, 5), null);
        var month = YearMonth.of(2026, 5);
        var roll = build(month);
        var before = causes(roll);
        assertThat(build(month)).isEqualTo(roll);
        assertThat(causes(roll)).isEqualTo(before);
    }

    @Test
    void whoeverSubmitsDoesNotApprove() {
        paid("两人办", 100_000, YearMonth.of(2026, 4), null);
        var roll = build(YearMonth.of(2026, 4));
        var both = new org.hutong.access.Actor(account(Role.DISTRICT_OFFICER, HERE), "一人两岗", null,
                java.util.Set.of(Role.DISTRICT_OFFICER, Role.DISTRICT_APPROVER), List.of(region(HERE)));
        as(both, () -> { rolls.submit(roll); return null; });
        assertThatThrownBy(() -> as(both, () -> { rolls.approve(roll); return null; })).hasMessageContaining("提交人不能审批");
        assertThatThrownBy(() -> as(both, () -> jdbc.sql("update payment.roll set state = 'APPROVED', approved_by = submitted_by where id = :id").param("id", roll).update()))
                .rootCause().hasMessageContaining("submitter_does_not_approve");
    }

    @Test
    void aRollSentBackIsADraftAgainAndSaysWhyUntilItIsSubmittedAnew() {
        paid("退回的", 90_000, YearMonth.of(2025, 10), null);
        var roll = build(YearMonth.of(2025, 10));
        as(Role.DISTRICT_OFFICER, HERE, () -> { rolls.submit(roll); return null; });
        assertThatThrownBy(() -> as(Role.DISTRICT_APPROVER, HERE, () -> { rolls.giveBack(roll, "改"); return null; })).hasMessageContaining("写明");
        as(Role.DISTRICT_APPROVER, HERE, () -> { rolls.giveBack(roll, "账号有误，请核对"); return null; });
        assertThat(as(Role.DISTRICT_OFFICER, HERE, () -> pages.view(roll)).returnedReason()).isEqualTo("账号有误，请核对");
        assertThat(as(Role.DISTRICT_OFFICER, HERE, () -> jdbc.sql("select count(*) from notices.notice where title like '%被退回：账号有误%'").query(Integer.class).single())).isEqualTo(1);
        assertThatThrownBy(() -> as(Role.DISTRICT_APPROVER, HERE, () -> { rolls.approve(roll); return null; })).hasMessageContaining("还没有提交");
        assertThat(build(YearMonth.of(2025, 10))).isEqualTo(roll);
        as(Role.DISTRICT_OFFICER, HERE, () -> { rolls.submit(roll); return null; });
        as(Role.DISTRICT_APPROVER, HERE, () -> { rolls.approve(roll); return null; });
        var done = as(Role.DISTRICT_OFFICER, HERE, () -> pages.view(roll));
        assertThat(done.state()).isEqualTo("APPROVED");
        assertThat(done.returnedReason()).isNull();
        assertThatThrownBy(() -> as(Role.DISTRICT_APPROVER, HERE, () -> { rolls.giveBack(roll, "晚了一步"); return null; })).hasMessageContaining("已经审批");
    }

    @Test
    void aPostedLineIsNeverChangedAndItsLedgerBalances() {
        var family = paid("已入账", 123_400, YearMonth.of(2026, 6), null);
        var roll = build(YearMonth.of(2026, 6));
        as(Role.DISTRICT_OFFICER, HERE, () -> { rolls.submit(roll); return null; });
        as(Role.DISTRICT_APPROVER, HERE, () -> { rolls.approve(roll); return null; });
        for (var sql : List.of("update payment.line set amount_fen = 1 where roll_id = :id", "update payment.entry set amount_fen = 1 where line_id in (select id from payment.line where roll_id = :id)",
                "delete from payment.entry where line_id in (select id from payment.line where roll_id = :id)")) {
            assertThatThrownBy(() -> raw(sql, roll)).rootCause().hasMessageContaining("permission denied");
        }
        assertThatThrownBy(() -> raw("delete from payment.line where roll_id = :id", roll)).rootCause().hasMessageContaining("PAY-901");
        assertThatThrownBy(() -> raw("update payment.roll set state = 'DRAFT' where id = :id", roll)).rootCause().hasMessageContaining("PAY-900");
        var balance = as(Role.DISTRICT_OFFICER, HERE, () -> jdbc.sql("""
                select sum(amount_fen) from (select amount_fen from payment.entry where debit_account = '儿童福利支出' and month = date '2026-06-01'
                union all select -amount_fen from payment.entry where credit_account = '应付儿童福利待遇' and month = date '2026-06-01') both_sides""").query(Long.class).single());
        assertThat(balance).isZero();
        assertThat(as(Role.DISTRICT_OFFICER, HERE, () -> payments.ofChild(family.fileId()))).singleElement().satisfies(payment -> {
            assertThat(payment.amountFen()).isEqualTo(123_400);
            assertThat(payment.month()).isEqualTo(YearMonth.of(2026, 6));
        });
    }

    private Object raw(String sql, UUID id) {
        return as(Role.DISTRICT_OFFICER, HERE, () -> jdbc.sql(sql).param("id", id).update());
    }

    @Test
    void oneChildIsPaidOnceAMonthForOneProgramme() {
        paid("只一次", 100_000, YearMonth.of(2026, 2), null);
        var roll = build(YearMonth.of(2026, 2));
        assertThatThrownBy(() -> as(Role.DISTRICT_OFFICER, HERE, () -> jdbc.sql("""
                insert into payment.line (roll_id, month, child_person_id, child_file_id, child_name, region_id, programme, programme_name, kind, amount_fen, cause, reason, clause)
                select roll_id, month, child_person_id, child_file_id, child_name, region_id, programme, programme_name, kind, amount_fen, cause, reason, clause
                from payment.line where roll_id = :id""").param("id", roll).update())).rootCause().hasMessageContaining("once_a_month");
    }

    @Test
    void anAccountIsShownByItsLastFourDigits() {
        paid("看尾号", 100_000, YearMonth.of(2026, 3), null);
        var roll = build(YearMonth.of(2026, 3));
        assertThat(ok(officerHere().get("/api/rolls/" + roll + "/lines?q=" + java.net.URLEncoder.encode("看尾", java.nio.charset.StandardCharsets.UTF_8))).toString())
                .contains("**** 1111").doesNotContain("0990000000000011111");
    }
}
