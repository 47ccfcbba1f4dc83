package org.hutong.determination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hutong.FlowWorld;
import org.hutong.access.Role;
import org.hutong.kernel.Ids;
import org.hutong.registry.FactKinds;
import org.hutong.registry.NewFact;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class DeterminationTests extends FlowWorld {

    @Autowired
    private Applications applications;
    @Autowired
    private Decisions decisions;
    @Autowired
    private Entitlements entitlements;

    @Test
    void theSameLeadOpensTheSameDraftHoweverOftenItIsConfirmed() {
        var family = unsupported("同线索");
        var lead = new LeadRef(Ids.next(), "SSWR");
        var first = as(Role.CHILD_DIRECTOR, VILLAGE, () -> applications.openDraft(lead, family.fileId(), PROGRAMME));
        var again = as(Role.CHILD_DIRECTOR, VILLAGE, () -> applications.openDraft(lead, family.fileId(), PROGRAMME));
        assertThat(again).isEqualTo(first);
    }

    @Test
    void theFormArrivesFilledInWithTheSourceOfEveryFact() {
        var family = unsupported("已填好");
        var application = ok(director().post("/api/applications", Map.of("childId", family.fileId(), "programme", PROGRAMME)));
        var form = application.path("form").toString();
        assertThat(form).contains("\"父亲情形\"").contains("\"死亡\"").contains("服刑在押").contains("登记").contains("石桥村");
        assertThat(application.path("proposal").path("answer").asString()).isEqualTo("yes");
    }

    @Test
    void whoLooksAfterTheChildStandsOnTheFormAsTheFileHasIt() {
        var family = unsupported("有监护");
        as(Role.DISTRICT_OFFICER, DISTRICT, () -> {
            var granny = registry.enrol(new org.hutong.registry.NewPerson("有监护祖母", "女", LocalDate.of(1955, 2, 3), null, null, null, null, null, null, region(VILLAGE), region(VILLAGE), null));
            registry.relate(family.child(), granny, org.hutong.registry.Relation.PATERNAL_GRANDMOTHER, null, null);
            registry.relate(family.child(), granny, org.hutong.registry.Relation.GUARDIAN, LocalDate.of(2025, 7, 1), null);
            return granny;
        });
        var application = ok(director().post("/api/applications", Map.of("childId", family.fileId(), "programme", PROGRAMME)));
        var care = application.path("form").path("sections").valueStream().filter(one -> one.path("title").asString().equals("照料与领取")).findFirst().orElseThrow().path("fields");
        assertThat(care.path(0).path("value").asString()).isEqualTo("有监护祖母");
        assertThat(care.path(0).path("source").path("listName").asString()).isEqualTo("儿童档案");
        assertThat(care.path(1).path("value").asString()).isEqualTo("祖母");
        assertThat(care.path(0).path("editable").asBoolean()).isTrue();
    }

    @Test
    void anAccountOnTheFormIsKeptSealedAndShownMasked() {
        var family = unsupported("账号密");
        var id = submitted(family);
        assertThat(ok(director().get("/api/applications/" + id)).toString()).contains("****2345").doesNotContain("0990000000000012345");
        var stored = as(Role.CHILD_DIRECTOR, VILLAGE, () -> jdbc.sql("select form::text || encode(secrets, 'escape') from determination.application where id = :id")
                .param("id", UUID.fromString(id)).query(String.class).single());
        assertThat(stored).doesNotContain("0990000000000012345").doesNotContain("13900000000");
    }

    @Test
    void aTelephoneOrAnAccountThatCannotBeOneIsNotHandedIn() {
        var family = unsupported("号码错");
        var id = ok(director().post("/api/applications", Map.of("childId", family.fileId(), "programme", PROGRAMME))).path("id").asString();
        var applicant = Map.of("applicant", Map.of("kind", "GUARDIAN", "name", "邓素芬", "relation", "外祖母"));
        ok(director().put("/api/applications/" + id + "/form", Map.of("values", Map.of("guardianName", "邓素芬", "guardianRelation", "外祖母",
                "guardianPhone", "1380000", "payeeName", "邓素芬", "payeeAccount", "123"))));
        ok(director().put("/api/applications/" + id + "/form", Map.of("values", Map.of("guardianPhone", "139 0000 00000"))));
        var refused = director().post("/api/applications/" + id + "/submit", applicant);
        assertThat(refused.code()).isEqualTo("DET-014");
        assertThat(refused.text()).contains("联系电话").contains("一卡通账号").doesNotContain("139 0000");
        ok(director().put("/api/applications/" + id + "/form", Map.of("values", Map.of("guardianPhone", "139-0000-0000", "payeeAccount", "6210 9900 0000 0012 345"))));
        assertThat(ok(director().get("/api/applications/" + id)).toString()).contains("****2345");
        assertThat(director().post("/api/applications/" + id + "/submit", Map.of("applicant", Map.of("kind", "GUARDIAN", "name", "邓素芬", "phone", "12"))).code()).isEqualTo("DET-014");
        ok(director().post("/api/applications/" + id + "/submit", applicant));
    }

    @Test
    void anApplicationOfTheVillageCommitteeSaysWhy() {
        var family = unsupported("村委会");
        var id = ok(director().post("/api/applications", Map.of("childId", family.fileId(), "programme", PROGRAMME))).path("id").asString();
        ok(director().put("/api/applications/" + id + "/form", Map.of("values", Map.of("guardianName", "甲", "guardianRelation", "祖父",
                "guardianPhone", "13900000001", "payeeName", "甲", "payeeAccount", "0990000000000099999"))));
        var refused = director().post("/api/applications/" + id + "/submit", Map.of("applicant", Map.of("kind", "VILLAGE_COMMITTEE", "name", "石桥村村委会")));
        assertThat(refused.code()).isEqualTo("DET-010");
    }

    @Test
    void theTownshipHasFifteenWorkingDaysAndTheCaseIsNeverPutUpInPublic() {
        var id = submitted(unsupported("时限内"));
        var view = ok(clerk().get("/api/applications/" + id));
        assertThat(view.path("clock").path("limitDays").asInt()).isEqualTo(15);
        assertThat(view.path("clock").path("clause").asString()).isEqualTo("MF-2019-62#2.2");
        assertThat(view.path("steps").toString()).doesNotContain("公示");
    }

    @Test
    void anUnknownParentLeavesTheAnswerOpenAndNamesTheFact() {
        var family = family("母不明");
        fact(family.father(), FactKinds.DEATH, "疾病", LocalDate.of(2024, 5, 1), null);
        var id = checked(family);
        var view = ok(approver().get("/api/applications/" + id));
        assertThat(view.path("proposal").path("answer").asString()).isEqualTo("pending");
        assertThat(view.path("explanation").path("missing").toString()).contains("母亲情形");
        assertThat(view.path("actions").toString()).contains("REFUSE").doesNotContain("CONFIRM");
        assertThat(approver().post("/api/applications/" + id + "/decide", Map.of("outcome", "CONFIRM")).code()).isEqualTo("DET-025");
    }

    @Test
    void aConfirmedChildIsPaidFromTheMonthAfterAndUntilTheMonthOfTurningEighteen() {
        var family = unsupported("次月起");
        var decision = confirmed(family);
        assertThat(decision.path("effectiveMonth").asString()).isEqualTo("2026-12");
        assertThat(decision.path("amountFen").asLong()).isEqualTo(100_000);
        assertThat(decision.path("receipt").path("replayed").asBoolean()).isTrue();
        assertThat(decision.path("letter").path("remedy").asString()).contains("行政复议").contains("行政诉讼");
        assertThat(decision.path("explanation").path("assumption").asBoolean()).isTrue();
        assertThat(decision.path("explanation").path("clauses").toString()).contains("民发〔2019〕62号");
        assertThat(decision.path("explanation").path("changes").toString()).contains("2028-08-10").contains("2033-03-08")
                .doesNotContain("起始日（").doesNotContain("截止日（");
        var spell = as(Role.DISTRICT_APPROVER, DISTRICT, () -> entitlements.ofChild(family.fileId())).getFirst();
        assertThat(spell.firstMonth()).hasToString("2026-12");
        assertThat(spell.lastMonth()).hasToString("2033-03");
        assertThat(spell.origin()).isEqualTo("DECISION");
    }

    @Test
    void whoeverCheckedMayNotDecideWhateverTheRoles() {
        var id = UUID.fromString(checked(unsupported("查后定")));
        // one person with both roles: refused by the program, and by the database when the program is passed by
        var both = new org.hutong.access.Actor(account(Role.TOWN_CLERK, TOWN), "两职一人", null, java.util.Set.of(Role.TOWN_CLERK, Role.DISTRICT_APPROVER),
                List.of(region(DISTRICT)));
        assertThatThrownBy(() -> as(both, () -> decisions.decide(id, Decisions.Outcome.CONFIRM, null))).hasMessageContaining("查验人不能同时作决定");
        assertThatThrownBy(() -> as(both, () -> insertDecision(id))).rootCause().hasMessageContaining("maker_is_not_checker");
    }

    @Test
    void noJobAndNoOtherRoleCanWriteADecision() {
        var id = UUID.fromString(checked(unsupported("机器定")));
        assertThatThrownBy(() -> as(serviceAccounts.nightly(), () -> insertDecision(id))).rootCause().hasMessageContaining("row-level security");
        assertThatThrownBy(() -> as(Role.DISTRICT_OFFICER, DISTRICT, () -> insertDecision(id))).rootCause().hasMessageContaining("row-level security");
    }

    private int insertDecision(UUID application) {
        return jdbc.sql("""
                insert into determination.decision (no, application_id, child_file_id, child_person_id, child_name, programme, programme_name, region_id, outcome,
                  reason, town_check_id, checked_by, checked_by_name, decided_by, decided_by_name, decided_at, decided_on, proposed, assumption, place_code, as_of,
                  known_on, edition, pack, pack_version, pack_sha256, engine, rules, facts, canonical, canonical_sha256, explanation)
                select 'X-' || a.no, a.id, a.child_file_id, a.child_person_id, a.child_name, a.programme, a.programme_name, a.region_id, 'REFUSE',
                  '理由写明了', c.id, c.checked_by, c.checked_by_name, kernel.account(), '某人', now(), date '2026-11-23', 'no', false, '120116000000', date '2026-11-23',
                  date '2026-11-23', 'x', 'p', '1', 'x', '0', '{}', 'x', 'x', 'x', 'x'
                from determination.application a join determination.town_check c on c.application_id = a.id where a.id = :id""")
                .param("id", application).update();
    }

    @Test
    void aRefusalIsAPersonsActWithAReason() {
        var id = checked(unsupported("拒无由"));
        assertThat(approver().post("/api/applications/" + id + "/decide", Map.of("outcome", "REFUSE")).code()).isEqualTo("DET-024");
        var decision = ok(approver().post("/api/applications/" + id + "/decide", Map.of("outcome", "REFUSE", "reason", "监护人已书面撤回申请")));
        assertThat(decision.path("letter").path("paragraphs").toString()).contains("监护人已书面撤回申请");
        assertThat(decision.path("decidedBy").asString()).isNotBlank();
    }

    @Test
    void aReturnedApplicationGoesBackToTheFamilyAndComesAgain() {
        var family = unsupported("补材料");
        var id = submitted(family);
        assertThat(clerk().post("/api/applications/" + id + "/town-check", Map.of("opinion", "RETURN")).code()).isEqualTo("DET-007");
        var back = ok(clerk().post("/api/applications/" + id + "/town-check", Map.of("opinion", "RETURN", "note", "请补户口簿")));
        assertThat(back.path("stage").asString()).isEqualTo("RETURNED");
        assertThat(back.path("clock").isMissingNode() || back.path("clock").isNull()).isTrue();
        var again = ok(director().post("/api/applications/" + id + "/submit", Map.of("applicant", Map.of("kind", "GUARDIAN", "name", "邓素芬"))));
        assertThat(again.path("stage").asString()).isEqualTo("TOWN_CHECK");
    }

    @Test
    void aDecisionDerivesTheSameBytesAfterTheFactsHaveChanged() {
        var family = unsupported("再重算");
        var id = UUID.fromString(confirmed(family).path("id").asString());
        fact(family.mother(), FactKinds.SITUATION, "健在", LocalDate.of(2026, 11, 1), null);
        assertThat(as(Role.DISTRICT_APPROVER, DISTRICT, () -> decisions.replays(id))).isTrue();
        var now = as(Role.DISTRICT_APPROVER, DISTRICT, () -> decisions.propose(applications.read(decisions.read(id).getApplicationId())));
        assertThat(now.answer().answer()).isEqualTo("no");
    }

    @Test
    void whateverAHandInTheDatabaseChangesInADecisionIsFoundByDerivingItAgain() {
        var id = UUID.fromString(confirmed(unsupported("改过库")).path("id").asString());
        assertThat(differences(id)).isEmpty();
        for (var hand : List.of("set amount_fen = amount_fen + 100", "set first_month = first_month - interval '1 year'", "set amount_fen = null", "set proposed = 'no'", "set rules = '{}'", "set assumption = not assumption",
                "set pack_sha256 = repeat('0', 64)", "set canonical_sha256 = repeat('0', 64)", "set outcome = 'REFUSE', reason = '改成不予确认'", "set programme = 'nothing'",
                "set as_of = as_of - 3650", "set facts = set_byte(facts, length(facts) - 1, get_byte(facts, length(facts) - 1) # 1)",
                "set canonical = set_byte(canonical, length(canonical) - 1, get_byte(canonical, length(canonical) - 1) # 1)")) {
            assertThat(tampered(id, hand)).as(hand).isNotEmpty();
        }
        assertThat(differences(id)).as("each change was undone").isEmpty();
    }

    private List<String> differences(UUID id) {
        return as(Role.DISTRICT_APPROVER, DISTRICT, () -> decisions.differences(decisions.read(id)));
    }

    /// The change is made by the database's own administrator, read back, and undone.
    private List<String> tampered(UUID id, String hand) {
        try (var connection = databaseAdministrator().getConnection(); var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set local session_replication_role = replica");
            statement.execute("create temporary table kept as select * from determination.decision where id = '" + id + "'");
            try {
                statement.execute("update determination.decision " + hand + " where id = '" + id + "'");
            } catch (java.sql.SQLException refused) {
                assertThat(refused.getSQLState()).as("the table's own check refuses it").isEqualTo("23514");
                return List.of("表自己不收");
            }
            connection.commit();
            try {
                return differences(id);
            } catch (RuntimeException unreadable) {
                return List.of("打不开");
            } finally {
                statement.execute("set local session_replication_role = replica");
                statement.execute("delete from determination.decision where id = '" + id + "'");
                statement.execute("insert into determination.decision select * from kept");
                connection.commit();
            }
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aDecisionIsNeverChanged() {
        var family = unsupported("不可改");
        var id = UUID.fromString(confirmed(family).path("id").asString());
        assertThatThrownBy(() -> as(Role.DISTRICT_APPROVER, DISTRICT,
                () -> jdbc.sql("update determination.decision set amount_fen = 1 where id = :id").param("id", id).update()))
                .rootCause().hasMessageContaining("permission denied");
    }

    @Test
    void takingOverARosterTwiceAddsNothingAndIsNeverShownAsDecidedHere() {
        var family = family("接管的");
        var place = region(VILLAGE);
        var row = new Entitlements.Existing(family.fileId(), family.child(), "接管的", place, PROGRAMME, "事实无人抚养儿童基本生活补贴", 243_000,
                java.time.YearMonth.of(2025, 3), null, null, null, "花名册 2026 第 7 行", "MF-2019-62#3", true, "某某", "0990000000000077777");
        assertThat(as(Role.DISTRICT_OFFICER, DISTRICT, () -> entitlements.takeOver(List.of(row)))).isEqualTo(1);
        assertThat(as(Role.DISTRICT_OFFICER, DISTRICT, () -> entitlements.takeOver(List.of(row)))).isZero();
        var spell = as(Role.DISTRICT_OFFICER, DISTRICT, () -> entitlements.ofChild(family.fileId())).getFirst();
        assertThat(spell.origin()).isEqualTo("ROSTER");
        assertThat(spell.decisionId()).isNull();
        assertThat(spell.payeeAccountMasked()).isEqualTo("**** 7777");
    }

    @Test
    void anotherDistrictSeesNothing() {
        var id = submitted(unsupported("看不见"));
        assertThat(signedIn(Role.DISTRICT_APPROVER, "120101").get("/api/applications/" + id).status()).isEqualTo(404);
    }

    @Test
    void aFactOfADepartmentIsComparedOnTheTownshipsDesk() {
        var family = family("先比对");
        fact(family.mother(), FactKinds.SITUATION, "服刑在押", LocalDate.of(2025, 6, 11), null);
        as(Role.DISTRICT_OFFICER, DISTRICT, () -> registry.record(NewFact.listed(family.father(), FactKinds.DEATH, "疾病", null,
                LocalDate.of(2024, 5, 1), null, "DEATH_POLICE", "死亡人员名单", Ids.next(), new byte[32], 12)));
        var checks = ok(clerk().get("/api/applications/" + submitted(family))).path("checks").toString();
        assertThat(checks).contains("父亲情形").contains("MATCH").contains("UNKNOWN");
    }
}
