package org.hutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hutong.access.Role;
import org.junit.jupiter.api.Test;

/// A list arrives as CSV, workbook or gzip, well made or not.
class AListComesInEveryFormTests extends ListWorld {

    private String[] lines(int rows) {
        var lines = new ArrayList<String>();
        lines.add(HEADINGS);
        for (var i = 0; i < rows; i++) {
            lines.add("张某," + number() + ",2026-05-0" + (1 + i % 9) + ",疾病");
        }
        return lines.toArray(String[]::new);
    }

    private void taken(Delivery delivery, int rows) {
        assertThat(delivery.state()).as("%s", delivery).isEqualTo(Delivery.State.DONE);
        assertThat(delivery.rowsTaken()).isEqualTo(rows);
        assertThat(delivery.rowsRefused()).isZero();
        assertThat(rows(delivery.id())).hasSize(rows).allSatisfy(row -> assertThat(row.fields()).containsKeys("name", "idNumber", "from", "cause"));
    }

    private void refused(Delivery delivery, String code) {
        assertThat(delivery.state()).as("%s", delivery).isEqualTo(Delivery.State.REFUSED);
        assertThat(delivery.refusal().code()).isEqualTo(code);
        nothingOf(delivery.id());
    }

    @Test
    void gbkAndUtf8AndAMarkAndGzipAreReadAlike() {
        taken(delivered("DEATH", "一.csv", String.join("\n", lines(3)).getBytes(Charset.forName("GBK"))), 3);
        taken(delivered("DEATH", "二.csv", csv(lines(3))), 3);
        taken(delivered("DEATH", "三.csv", ("\uFEFF" + String.join("\n", lines(3))).getBytes(StandardCharsets.UTF_8)), 3);
        taken(delivered("DEATH", "四.csv.gz", gzip(csv(lines(3)))), 3);
        taken(delivered("DEATH", "五.csv.gz", gzip(String.join("\n", lines(3)).getBytes(Charset.forName("GBK")))), 3);
    }

    @Test
    void ofTwoSheetsTheOneWithTheHeadingsIsReadWhateverStandsAboveThem() {
        var number = number();
        taken(delivered("DEATH", "两张表.xlsx", workbook(book -> {
            book.newWorksheet("说明").value(0, 0, "填表说明");
            var sheet = book.newWorksheet("死亡名单");
            sheet.value(0, 0, "某区死亡人员名单");
            sheet.range(0, 0, 0, 3).merge();
            var headings = HEADINGS.split(",");
            for (var i = 0; i < headings.length; i++) {
                sheet.value(1, i, headings[i]);
            }
            sheet.value(2, 0, "李某");
            sheet.value(2, 1, number);
            sheet.value(2, 2, "2026-05-01");
            sheet.value(2, 3, "疾病");
        })), 1);
    }

    @Test
    void datesAsTextAsExcelDatesAndAsBareNumbersMeanTheSameDay() {
        var delivery = delivered("DEATH", "日期.xlsx", workbook(book -> {
            var sheet = book.newWorksheet("名单");
            var headings = HEADINGS.split(",");
            for (var i = 0; i < headings.length; i++) {
                sheet.value(0, i, headings[i]);
            }
            for (var row = 1; row <= 5; row++) {
                sheet.value(row, 0, "王某");
                sheet.value(row, 1, number());
            }
            sheet.value(1, 2, "2026年5月1日");
            sheet.value(2, 2, LocalDate.of(2026, 5, 1));
            sheet.style(2, 2).format("yyyy-mm-dd").set();
            sheet.value(3, 2, 46143);
            sheet.value(4, 2, "20260501");
            sheet.value(5, 2, 20260501);
        }));
        assertThat(delivery.rowsTaken()).as("%s", delivery).isEqualTo(5);
        assertThat(rows(delivery.id())).extracting(row -> row.fields().get("from")).containsOnly("2026-05-01");
    }

    @Test
    void aListWithWrongHeadingsIsRefusedAndSaysWhatItSaw() {
        var delivery = delivered("DEATH", "错表头.csv", csv("商品,数量,单价", "苹果,3,5.00"));
        refused(delivery, "FIL-007");
        assertThat(delivery.refusal().title()).contains("商品");
    }

    @Test
    void aRefusalNeverCarriesAPersonOutOfTheSealedList() {
        var lines = lines(3);
        var elsewhere = delivered("CUSTODY", "交错了.csv", csv(lines));
        var headless = delivered("DEATH", "没有表头.csv", csv(Arrays.copyOfRange(lines, 1, lines.length)));
        for (var delivery : List.of(elsewhere, headless)) {
            refused(delivery, "FIL-007");
            for (var line : Arrays.copyOfRange(lines, 1, lines.length)) {
                assertThat(delivery.refusal().title()).doesNotContain(line.split(",")[0]).doesNotContain(line.split(",")[1]);
            }
        }
        assertThat(elsewhere.refusal().title()).contains("姓名");
        assertThat(headless.refusal().title()).contains("像是数据");
    }

    @Test
    void shiftedColumnsAreRefusedAsAWhole() {
        var lines = lines(20);
        for (var i = 1; i < lines.length; i++) {
            lines[i] = "1," + lines[i];
        }
        refused(delivered("DEATH", "错位.csv", csv(lines)), "EXC-025");
    }

    @Test
    void aRowInsideAMergedAreaIsReturnedAndTheOthersAreTaken() {
        var delivery = delivered("DEATH", "合并.xlsx", workbook(book -> {
            var sheet = book.newWorksheet("名单");
            var headings = HEADINGS.split(",");
            for (var i = 0; i < headings.length; i++) {
                sheet.value(0, i, headings[i]);
            }
            for (var row = 1; row <= 3; row++) {
                sheet.value(row, 0, "赵某");
                sheet.value(row, 1, number());
                sheet.value(row, 2, "2026-05-01");
            }
            sheet.range(2, 3, 3, 3).merge();
        }));
        assertThat(delivery.rowsTaken()).isEqualTo(1);
        assertThat(delivery.rowsRefused()).isEqualTo(2);
        assertThat(delivery.sampleErrors()).extracting(Delivery.RowProblem::code).containsOnly("EXC-019");
    }

    @Test
    void twoEncodingsInOneFileAreRefusedWithTheRowAndLeaveNothing() {
        var utf8 = (String.join("\n", lines(5)) + "\n").getBytes(StandardCharsets.UTF_8);
        // far enough down that the encoding was already decided
        var filler = new StringBuilder();
        for (var i = 0; i < 70_000; i++) {
            filler.append("张某,17000119850304").append("%04d".formatted(i % 10_000)).append(",2026-05-01,疾病原因若干若干若干\n");
        }
        var middle = filler.toString().getBytes(StandardCharsets.UTF_8);
        var gbk = "钱某,170001198503040011,2026-05-01,意外\n".getBytes(Charset.forName("GBK"));
        var all = new byte[utf8.length + middle.length + gbk.length];
        System.arraycopy(utf8, 0, all, 0, utf8.length);
        System.arraycopy(middle, 0, all, utf8.length, middle.length);
        System.arraycopy(gbk, 0, all, utf8.length + middle.length, gbk.length);
        var delivery = delivered("DEATH", "混编码.csv", all);
        refused(delivery, "FIL-013");
        assertThat(delivery.refusal().title()).containsPattern("第 7000\\d 行附近");
    }

    @Test
    void identityNumbersSavedAsFloatingPointRefuseTheFileAndOneOfThemItsRow() {
        refused(delivered("DEATH", "浮点.csv", csv(HEADINGS, "孙某,1.20101E+17,2026-05-01,疾病", "周某,1.20116E+17,2026-05-02,疾病")), "EXC-024");
        var lines = lines(3);
        lines[2] = "吴某,1.20101E+17,2026-05-01,疾病";
        var one = delivered("DEATH", "一个浮点.csv", csv(lines));
        assertThat(one.rowsTaken()).isEqualTo(2);
        assertThat(one.sampleErrors()).extracting(Delivery.RowProblem::code).containsExactly("EXC-014");
        var excel = delivered("DEATH", "浮点.xlsx", workbook(book -> {
            var sheet = book.newWorksheet("名单");
            var headings = HEADINGS.split(",");
            for (var i = 0; i < headings.length; i++) {
                sheet.value(0, i, headings[i]);
            }
            sheet.value(1, 0, "郑某");
            sheet.value(1, 1, 1.20101198503041E17);
            sheet.value(1, 2, "2026-05-01");
        }));
        refused(excel, "EXC-024");
    }

    @Test
    void aRowWrittenAHundredThousandTimesIsKeptOnce() {
        var row = "冯某," + number() + ",2026-05-01,疾病\n";
        var delivery = delivered("DEATH", "重复.csv", (HEADINGS + "\n" + row.repeat(100_000)).getBytes(StandardCharsets.UTF_8));
        assertThat(delivery.rowsRead()).isEqualTo(100_000);
        assertThat(delivery.rowsTaken()).isEqualTo(1);
        assertThat(delivery.rowsSame()).isEqualTo(99_999);
    }

    @Test
    void theSameFileAgainIsRecognisedByItsChecksum() {
        var content = csv(lines(4));
        taken(delivered("DEATH", "第一次.csv", content), 4);
        var again = ok(officer().upload("/api/exchange/deliveries", "换个名字.csv", content, Map.of("list", "DEATH")));
        assertThat(again.path("state").asString()).isEqualTo("REFUSED");
        assertThat(again.path("refusal").path("code").asString()).isEqualTo("EXC-002");
    }

    @Test
    void aBrokenGzipIsRefused() {
        var whole = gzip(csv(lines(2_000)));
        refused(delivered("DEATH", "断.csv.gz", java.util.Arrays.copyOf(whole, whole.length / 2)), "EXC-023");
    }

    @Test
    void aListWhoseLastLineSpeaksOfMoreRowsIsHeldUntilSomebodyHasAsked() {
        var lines = lines(4);
        lines[4] = "合计 120 人,,,";
        var held = delivered("DEATH", "半份.csv", csv(lines));
        assertThat(held.state()).isEqualTo(Delivery.State.HELD);
        assertThat(held.question()).contains("120").contains("3 行");
        nothingOf(held.id());
        assertThat(officer().post("/api/exchange/deliveries/" + held.id() + "/answer", Map.of("whole", true, "note", "")).code()).isEqualTo("EXC-027");
        ok(officer().post("/api/exchange/deliveries/" + held.id() + "/answer", Map.of("whole", true, "note", "电话问过，合计行是旧的")));
        taken(ended(held.id()), 3);
        assertThat(seen(held.id()).answer()).contains("电话问过");
    }

    @Test
    void aListThatSuddenlyShrinksIsHeldAndCanGoBackWhole() {
        taken(delivered("DEATH", "区县名单2026年09月.csv", csv(lines(60))), 60);
        var held = delivered("DEATH", "区县名单2026年10月.csv", csv(lines(20)));
        assertThat(held.state()).isEqualTo(Delivery.State.HELD);
        assertThat(held.question()).contains("60").contains("20");
        ok(officer().post("/api/exchange/deliveries/" + held.id() + "/answer", Map.of("whole", false, "note", "公安说只导了一个分局")));
        refused(seen(held.id()), "EXC-028");
        assertThat(data.path().resolve("deliveries").resolve(held.id() + ".sealed")).doesNotExist();
    }

    @Test
    void aNodeThatDiedWhileReadingLeavesNothingAndTheNextReadsItOnce() {
        var id = UUID.fromString(ok(officer().upload("/api/exchange/deliveries", "中断.csv", csv(lines(30)), Map.of("list", "DEATH"))).path("id").asString());
        ended(id);
        // as a kill between the first transaction and the last leaves it: the ledger says READING, no row is there
        as(serviceAccounts.nightly(), () -> {
            jdbc.sql("delete from exchange.row where delivery_id = :id").param("id", id).update();
            return jdbc.sql("update exchange.delivery set state = 'READING', rows_read = 12, rows_taken = 0 where id = :id").param("id", id).update();
        });
        as(serviceAccounts.nightly(), () -> {
            queue.add(id);
            return null;
        });
        taken(ended(id), 30);
        assertThat(as(Role.CITY_OFFICER, "12", () -> jdbc.sql("select count(*) from exchange.row where delivery_id = :id").param("id", id).query(Integer.class).single())).isEqualTo(30);
    }

    @org.springframework.beans.factory.annotation.Autowired
    DeliveryQueue queue;

    @Test
    void aListOfHeadingsAloneIsAskedAboutAndTakenWhenSomebodySaysThatItIsWhole() {
        var held = delivered("DEATH", "本月无.csv", csv(HEADINGS));
        assertThat(held.state()).isEqualTo(Delivery.State.HELD);
        assertThat(held.question()).contains("只有表头");
        ok(officer().post("/api/exchange/deliveries/" + held.id() + "/answer", Map.of("whole", true, "note", "卫健委说本月没有")));
        taken(ended(held.id()), 0);
    }

    @Test
    void aNodeThatDiedAfterTheLastRowLeavesTheListAsItWasRead() {
        var lines = lines(30);
        lines[7] = "王某,12345,2026-01-02,疾病";
        var before = delivered("DEATH", "读完即断.csv", csv(lines));
        assertThat(before.rowsRefused()).isPositive();
        // the job was not marked done: another node runs it again
        org.hutong.access.Acting.run(serviceAccounts.nightly(), () -> reading.read(before.id()));
        var after = seen(before.id());
        assertThat(after.rowsTaken()).isEqualTo(before.rowsTaken());
        assertThat(after.rowsSame()).isEqualTo(before.rowsSame());
        assertThat(after.sampleErrors()).as("no problem is told twice").hasSameSizeAs(before.sampleErrors());
    }

    @Test
    void goingOnWithAListThatFailedReadsItNowAndNotWhenTheJobComesBackByItself() throws Exception {
        var id = UUID.fromString(ok(officer().upload("/api/exchange/deliveries", "丢过盘.csv", csv(lines(25)), Map.of("list", "DEATH"))).path("id").asString());
        ended(id);
        // as a full disk leaves it: nothing taken, and the job waiting for its next try
        as(serviceAccounts.nightly(), () -> {
            jdbc.sql("delete from exchange.row where delivery_id = :id").param("id", id).update();
            jdbc.sql("update exchange.delivery set state = 'FAILED', rows_taken = 0 where id = :id").param("id", id).update();
            return null;
        });
        try (var connection = databaseAdministrator().getConnection(); var insert = connection.prepareStatement(
                "insert into engine.scheduled_tasks (task_name, task_instance, execution_time, picked, version) values ('read-delivery', ?, now() + interval '1 hour', false, 1) "
                        + "on conflict (task_name, task_instance) do update set execution_time = excluded.execution_time")) {
            insert.setString(1, id.toString());
            insert.executeUpdate();
        }
        ok(officer().post("/api/exchange/deliveries/" + id + "/resume", Map.of()));
        taken(ended(id), 25);
    }

    @Test
    void aListTakenJustBeforeAKillWithoutAJobIsFoundAndRead() {
        var id = as(Role.DISTRICT_OFFICER, "120116", () -> deliveries.receive("DEATH", "没有排上队.csv", new java.io.ByteArrayInputStream(csv(lines(12))))).id();
        assertThat(seen(id).state()).isEqualTo(Delivery.State.RECEIVED);
        as(serviceAccounts.nightly(), () -> {
            queue.addAll(deliveries);
            queue.addAll(deliveries);
            return null;
        });
        taken(ended(id), 12);
    }

    @org.springframework.beans.factory.annotation.Autowired
    DeliveryReading reading;

    @Test
    void aMarriageTellsOfTwoPersons() {
        var man = number();
        var woman = number(LocalDate.of(1987, 7, 8));
        var delivery = delivered("MARRIAGE", "婚姻.csv", csv("登记类别,男方姓名,男方身份证件号,女方姓名,女方身份证件号,登记日期", "离婚,甲某," + man + ",乙某," + woman + ",2024-02-03"));
        assertThat(rows(delivery.id())).extracting(row -> row.fields().get("idNumber")).containsExactlyInAnyOrder(man, woman);
        assertThat(rows(delivery.id())).extracting(row -> row.fields().get("name")).containsExactlyInAnyOrder("甲某", "乙某");
    }

    @Test
    void aCitedRowShowsEachReaderWhatTheCatalogueLetsThemSee() {
        var delivery = delivered("MEDICAL", "结算.csv", csv("姓名,证件号码,出院日期,诊断名称,医疗总费用,个人自付", "丙某," + number() + ",2026-10-02,肺炎,\"12,300.50\",800"));
        var seen = ok(officer().get("/api/exchange/deliveries/" + delivery.id() + "/rows/2")).toString();
        assertThat(seen).contains("丙某").contains("12300.5").contains("********");
        var city = ok(signedIn(Role.AUDITOR, "12").get("/api/exchange/deliveries/" + delivery.id() + "/rows/2")).toString();
        assertThat(city).contains("丙某").contains("按权限不显示").doesNotContain("肺炎").doesNotContain("12300.5");
    }
}
