package org.hutong.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dhatim.fastexcel.Workbook;
import org.hutong.Browser;
import org.hutong.ServerTests;
import org.hutong.access.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class ARosterIsBroughtInTests extends ServerTests {

    private static final String[] HEADINGS = {"序号", "姓名", "身份证号", "民族", "村居", "监护人姓名", "监护人身份证号", "与儿童关系", "联系电话", "父亲姓名", "父亲身份证号", "父亲情况"};

    @Autowired
    Registry registry;

    Browser officer;
    final Families people = new Families(System.nanoTime());

    @BeforeEach
    void signIn() {
        officer = signedIn(Role.TOWN_CLERK, "120116002");
    }

    private String[] row(String number, String village) {
        var father = people.number(TODAY.minusYears(40), true);
        return new String[] {"1", "赵小舟", number, "汉族", village, "赵桂英", people.number(TODAY.minusYears(66), false), "奶奶", "13800001234", "赵大海", father, "服刑在押"};
    }

    private String child() {
        return people.number(TODAY.minusYears(9), true);
    }

    private static byte[] workbook(List<String[]> rows) {
        var out = new ByteArrayOutputStream();
        try (var workbook = new Workbook(out, "test", "1.0")) {
            var sheet = workbook.newWorksheet("花名册");
            for (var column = 0; column < HEADINGS.length; column++) {
                sheet.value(0, column, HEADINGS[column]);
            }
            for (var at = 0; at < rows.size(); at++) {
                for (var column = 0; column < rows.get(at).length; column++) {
                    sheet.value(at + 1, column, rows.get(at)[column]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private JsonNode uploaded(String name, byte[] bytes) {
        var answer = officer.upload("/api/imports", name, bytes, Map.of("kind", "ROSTER"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    private JsonNode preview(String id) {
        var answer = officer.post("/api/imports/" + id + "/preview", null);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private JsonNode taken(String id, String mode) throws InterruptedException {
        var answer = officer.post("/api/imports/" + id + "/commit", Map.of("mode", mode));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode now = answer.json();
        for (var i = 0; i < 300 && now.path("state").asString().equals("RUNNING"); i++) {
            Thread.sleep(100);
            now = officer.get("/api/imports/" + id).json();
        }
        return now;
    }

    @Test
    void goodRowsBecomeChildrenWithFamilyAndStatedFactsAndTheBadComeBackMarked() throws Exception {
        var number = child();
        var rows = new ArrayList<String[]>();
        rows.add(row(number, "石桥村村委会"));
        rows.add(row(child(), "柳荫街道不存在的村"));
        rows.add(row("12345", "石桥村村委会"));
        rows.add(row(number, "石桥村村委会"));
        var id = uploaded("花名册.xlsx", workbook(rows)).path("id").asString();
        var seen = preview(id);
        assertThat(seen.path("good").asInt()).isEqualTo(1);
        assertThat(seen.path("bad").asInt()).isEqualTo(3);
        assertThat(seen.path("problems").toString()).contains("身份证号应为 18 位").contains("和第 2 行的身份证号相同").contains("区划库里没有这个村居");
        assertThat(officer.post("/api/imports/" + id + "/commit", Map.of("mode", "ALL")).code()).isEqualTo("REG-045");
        var done = taken(id, "GOOD");
        assertThat(done.path("state").asString()).as(done.toString()).isEqualTo("DONE");
        assertThat(done.path("result").path("taken").asInt()).isEqualTo(1);
        as(Role.TOWN_CLERK, "120116002", () -> {
            var child = registry.findByIdNumbers(List.of(number)).getFirst().personId();
            assertThat(registry.child(registry.childFileOf(child).orElseThrow()).stage()).isEqualTo(Stage.FOUND);
            assertThat(registry.child(registry.childFileOf(child).orElseThrow()).categories()).as("no benefit comes of a roster").isEmpty();
            var father = registry.relatives(child).stream().filter(relative -> relative.relation().equals("FATHER")).findFirst().orElseThrow();
            assertThat(registry.factHistory(List.of(father.personId()))).extracting(FactView::value).containsExactly("服刑在押");
            assertThat(registry.relatives(child)).extracting(Relative::relation).contains("GUARDIAN", "PATERNAL_GRANDMOTHER");
            return null;
        });
        var marked = officer.get("/api/imports/" + id + "/marked");
        try (var workbook = new org.dhatim.fastexcel.reader.ReadableWorkbook(new java.io.ByteArrayInputStream(marked.bytes()))) {
            assertThat(workbook.getFirstSheet().read().get(3).toString() + workbook.getFirstSheet().read().get(3).getCellText(HEADINGS.length)).contains("身份证号应为 18 位");
        }
    }

    @Test
    void theSameFileTwiceFindsEveryChildAlreadyThere() throws Exception {
        var file = workbook(List.of(row(child(), "石桥村村委会"), row(child(), "重阳村村委会")));
        taken(uploadedAndSeen(file), "ALL");
        var again = uploaded("花名册.xlsx", file).path("id").asString();
        assertThat(preview(again).path("unchanged").asInt()).isEqualTo(2);
        assertThat(taken(again, "ALL").path("result").path("taken").asInt()).isZero();
    }

    private String uploadedAndSeen(byte[] file) {
        var id = uploaded("花名册.xlsx", file).path("id").asString();
        preview(id);
        return id;
    }

    @Test
    void aChildOutsideTheOfficersPlacesIsARowError() {
        var seen = preview(uploaded("花名册.xlsx", workbook(List.<String[]>of(row(child(), "120101001001")))).path("id").asString());
        assertThat(seen.path("problems").toString()).contains("不在您的管辖范围内");
    }

    @Test
    void csvIsReadInGbkAndInUtf8WithAndWithoutBom() {
        for (var charset : List.of(Charset.forName("GBK"), StandardCharsets.UTF_8)) {
            var text = String.join(",", HEADINGS) + "\r\n" + String.join(",", row(child(), "双槐村村委会")) + "\r\n";
            var plain = text.getBytes(charset);
            assertThat(preview(uploaded("名册.csv", plain).path("id").asString()).path("good").asInt()).isEqualTo(1);
        }
        var withBom = ("\uFEFF" + String.join(",", HEADINGS) + "\n" + String.join(",", row(child(), "双槐村村委会"))).getBytes(StandardCharsets.UTF_8);
        assertThat(preview(uploaded("名册.csv", withBom).path("id").asString()).path("good").asInt()).isEqualTo(1);
    }

    @Test
    void anIdentityNumberThatBecameAFloatingPointNumberIsRefused() {
        var cells = row("1.20116E+17", "石桥村村委会");
        var seen = preview(uploaded("名册.csv", (String.join(",", HEADINGS) + "\n" + String.join(",", cells)).getBytes(StandardCharsets.UTF_8)).path("id").asString());
        assertThat(seen.path("problems").toString()).contains("末几位已经丢失");
    }

    @Test
    void aMappingMadeByHandIsRememberedForTheOfficeAndTheHeadings() {
        var text = ("孩子叫什么,证号,住哪,随便" + System.nanoTime() + "\n赵小满," + child() + ",石桥村村委会,x\n").getBytes(StandardCharsets.UTF_8);
        var first = uploaded("名册.csv", text);
        assertThat(first.path("mappingRemembered").asBoolean()).isFalse();
        var id = first.path("id").asString();
        assertThat(officer.put("/api/imports/" + id + "/mapping", Map.of("mapping", Map.of("name", 0))).code()).isEqualTo("REG-042");
        assertThat(officer.put("/api/imports/" + id + "/mapping", Map.of("mapping", Map.of("name", 0, "idNumber", 1, "village", 2))).status()).isEqualTo(200);
        assertThat(preview(id).path("good").asInt()).isEqualTo(1);
        var second = uploaded("名册2.csv", text);
        assertThat(second.path("mappingRemembered").asBoolean()).isTrue();
        assertThat(second.path("mapping").path("village").asInt()).isEqualTo(2);
    }

    @Test
    void anEmptyFileAndARosterWithoutRowsAreRefusedWithAReason() {
        assertThat(officer.upload("/api/imports", "空.xlsx", new byte[0], Map.of("kind", "ROSTER")).code()).isEqualTo("FIL-001");
        var id = uploaded("花名册.xlsx", workbook(List.of())).path("id").asString();
        assertThat(officer.post("/api/imports/" + id + "/preview", null).code()).isEqualTo("REG-043");
    }

    @Test
    void aSheetOfSomethingElseIsNotPreviewedBeforeItsColumnsAreNamed() {
        var sheet = "产品,价格,数量\n纸,1,2\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        var id = uploaded("采购.csv", sheet).path("id").asString();
        var answer = officer.post("/api/imports/" + id + "/preview", null);
        assertThat(answer.code()).isEqualTo("REG-042");
        assertThat(answer.json().path("next").asString()).contains("传错了表");
    }

    /// The same workbook with some parts taken out and others put in.
    private static byte[] repacked(byte[] workbook, String without, Map<String, byte[]> added) {
        var out = new ByteArrayOutputStream();
        try {
            var file = java.nio.file.Files.write(java.nio.file.Files.createTempFile("repacked", ".xlsx"), workbook);
            try (var in = new java.util.zip.ZipFile(file.toFile()); var zip = new java.util.zip.ZipOutputStream(out)) {
                for (var part : in.stream().filter(one -> !one.getName().endsWith(without)).toList()) {
                    zip.putNextEntry(new java.util.zip.ZipEntry(part.getName()));
                    in.getInputStream(part).transferTo(zip);
                }
                for (var part : added.entrySet()) {
                    zip.putNextEntry(new java.util.zip.ZipEntry(part.getKey()));
                    zip.write(part.getValue());
                }
            }
            java.nio.file.Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @Test
    void aWorkbookOfAnExporterThatKnowsNoFormatsIsRead() {
        var plain = repacked(workbook(List.<String[]>of(row(child(), "石桥村"))), "styles.xml", Map.of());
        assertThat(preview(uploaded("花名册.xlsx", plain).path("id").asString()).path("good").asInt()).isEqualTo(1);
    }

    @Test
    void macrosPasswordsOldFormatsBombsAndOtherThingsAreEachRefusedByTheirOwnCode() {
        var good = workbook(List.<String[]>of(row(child(), "石桥村")));
        var old = new byte[4096];
        System.arraycopy(new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A, (byte) 0xE1}, 0, old, 0, 8);
        var locked = old.clone();
        var name = "EncryptedPackage".getBytes(java.nio.charset.StandardCharsets.UTF_16LE);
        System.arraycopy(name, 0, locked, 1024, name.length);
        var files = new LinkedHashMap<String, byte[]>();
        files.put("FIL-009", repacked(good, "nothing", Map.of("xl/vbaProject.bin", new byte[] {1})));
        files.put("FIL-002", locked);
        files.put("FIL-003", old);
        files.put("FIL-011", repacked(good, "nothing", Map.of("xl/media/x.bin", new byte[64 << 20])));
        files.put("FIL-008", repacked(good, "nothing", Map.of("xl/inner.zip", new byte[] {1})));
        files.put("FIL-004", "not a workbook at all".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        files.forEach((code, bytes) -> {
            var answer = officer.upload("/api/imports", "花名册.xlsx", bytes, Map.of("kind", "ROSTER"));
            assertThat(answer.code()).isEqualTo(code);
            assertThat(answer.json().path("saved").asString()).contains("没有");
            assertThat(answer.json().path("next").asString()).isNotBlank();
        });
    }

    @Test
    void anImportCutOffByAKillWroteNothingAndIsTakenAgain() throws Exception {
        var number = child();
        var id = uploadedAndSeen(workbook(List.<String[]>of(row(number, "石桥村村委会"))));
        // what a kill leaves: the mark that it runs, and no job that does
        as(Role.TOWN_CLERK, "120116002", () -> jdbc.sql("update registry.roster_import set state = 'RUNNING' where id = :id::uuid").param("id", id).update());
        assertThat(officer.get("/api/imports/" + id).json().path("state").asString()).isEqualTo("STOPPED");
        as(Role.TOWN_CLERK, "120116002", () -> {
            assertThat(registry.findByIdNumbers(List.of(number))).isEmpty();
            return null;
        });
        assertThat(taken(id, "ALL").path("result").path("taken").asInt()).isEqualTo(1);
        assertThat(officer.post("/api/imports/" + id + "/commit", Map.of("mode", "ALL")).code()).isEqualTo("REG-044");
    }

    @Test
    void whatAKilledProgramLeftInTheClearGoesWhenTheNextOneStarts() throws Exception {
        var open = java.nio.file.Files.createDirectories(data.path().resolve("imports").resolve("open"));
        var left = java.nio.file.Files.writeString(open.resolve("hutong-of-a-killed-program.part"), "赵小舟");
        java.nio.file.Files.setLastModifiedTime(left, java.nio.file.attribute.FileTime.from(java.time.Instant.now().minusSeconds(3_600)));
        var beingRead = java.nio.file.Files.writeString(open.resolve("hutong-of-this-program.part"), "赵小舟");
        assertThat(new org.hutong.files.OpenFolder(open).clear()).isEqualTo(1);
        assertThat(left).doesNotExist();
        assertThat(beingRead).exists();
        java.nio.file.Files.delete(beingRead);
        preview(uploaded("花名册.xlsx", workbook(List.<String[]>of(row(child(), "石桥村")))).path("id").asString());
        try (var after = java.nio.file.Files.list(open)) {
            assertThat(after).as("nothing stays in the clear after a roster was read").isEmpty();
        }
    }

    @Test
    void formulasAndMergedCellsAreRowErrorsThatNameTheCell() {
        var out = new ByteArrayOutputStream();
        try (var workbook = new Workbook(out, "test", "1.0")) {
            var sheet = workbook.newWorksheet("花名册");
            for (var column = 0; column < HEADINGS.length; column++) {
                sheet.value(0, column, HEADINGS[column]);
            }
            for (var at = 1; at <= 2; at++) {
                var cells = row(child(), "石桥村村委会");
                for (var column = 0; column < cells.length; column++) {
                    sheet.value(at, column, cells[column]);
                }
            }
            sheet.formula(1, 1, "A1+A2");
            sheet.range(2, 4, 3, 4).merge();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var seen = preview(uploaded("花名册.xlsx", out.toByteArray()).path("id").asString());
        assertThat(seen.path("good").asInt()).isZero();
        assertThat(seen.path("problems").toString()).contains("这一格是公式").contains("合并单元格");
    }

    @Test
    void aWorkbookWithBrokenXmlIsRefusedWithAReason() {
        var out = new ByteArrayOutputStream();
        try (var workbook = new Workbook(out, "test", "1.0")) {
            var sheet = workbook.newWorksheet("花名册");
            for (var column = 0; column < HEADINGS.length; column++) {
                sheet.value(0, column, HEADINGS[column]);
            }
            // the writer leaves the ampersand as it is
            sheet.formula(1, 1, "A1&A2");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var answer = officer.upload("/api/imports", "花名册.xlsx", out.toByteArray(), Map.of("kind", "ROSTER"));
        var code = answer.status() == 201 ? officer.post("/api/imports/" + answer.json().path("id").asString() + "/preview", null).code() : answer.code();
        assertThat(code).isEqualTo("FIL-006");
    }

    @Test
    void aHundredThousandRowsOfTwentyColumnsAreAnOrdinaryRoster() {
        var rows = 100_000;
        var out = new ByteArrayOutputStream();
        try (var workbook = new Workbook(out, "test", "1.0")) {
            var sheet = workbook.newWorksheet("花名册");
            for (var column = 0; column < 20; column++) {
                sheet.value(0, column, column < HEADINGS.length ? HEADINGS[column] : "备注" + column);
            }
            for (var at = 1; at <= rows; at++) {
                var cells = row(child(), "石桥村村委会");
                for (var column = 0; column < 20; column++) {
                    sheet.value(at, column, column < cells.length ? cells[column] : "备注内容" + at);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var id = uploaded("花名册.xlsx", out.toByteArray()).path("id").asString();
        var began = System.nanoTime();
        var seen = preview(id);
        var seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf("%,d rows of 20 columns read, checked and sealed into staging in %.1f s: %,.0f rows/s%n", rows, seconds, rows / seconds);
        assertThat(seen.path("rows").asInt()).isEqualTo(rows);
        // a made-up number may meet a child who is there already: that row is told as unchanged
        assertThat(seen.path("good").asInt() + seen.path("bad").asInt() + seen.path("unchanged").asInt()).isEqualTo(rows);
    }

    @Test
    void anotherOfficersImportIsNotThere() {
        var id = uploadedAndSeen(workbook(List.<String[]>of(row(child(), "石桥村村委会"))));
        assertThat(signedIn(Role.DISTRICT_OFFICER, "120116").get("/api/imports/" + id).status()).isEqualTo(404);
    }

    @Test
    void theUploadedRowsAreNowhereReadableInTheDatabase() {
        var number = child();
        var id = uploadedAndSeen(workbook(List.<String[]>of(row(number, "石桥村村委会"))));
        as(Role.TOWN_CLERK, "120116002", () -> {
            assertThat(jdbc.sql("select r::text from registry.roster_row r where import_id = :id::uuid").param("id", id).query(String.class).list())
                    .hasSize(1).noneMatch(text -> text.contains(number) || text.contains("赵小舟"));
            return null;
        });
    }

    @Autowired
    org.springframework.jdbc.core.simple.JdbcClient jdbc;

    @Autowired
    RosterTerm term;
    @Autowired
    org.hutong.kernel.DataFolder data;

    @Test
    void atTheEndOfItsTermTheUploadedRosterIsGoneAndThePeopleStay() {
        var number = child();
        var id = uploaded("到期名册.xlsx", workbook(List.<String[]>of(row(number, "石桥村")))).path("id").asString();
        preview(id);
        officer.post("/api/imports/" + id + "/commit", Map.of("mode", "GOOD"));
        for (var i = 0; i < 200 && !officer.get("/api/imports/" + id).json().path("state").asString().equals("DONE"); i++) {
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
        var file = data.path().resolve("imports").resolve(id);
        assertThat(file).exists();
        as(serviceAccounts.nightly(), () -> inTransaction.execute(t -> jdbc.sql("update registry.roster_import set created_at = created_at - interval '91 days' where id = cast(:id as uuid)").param("id", id).update()));
        assertThat(org.hutong.access.Acting.as(serviceAccounts.nightly(), term::end)).isPositive();
        assertThat(file).doesNotExist();
        assertThat(officer.get("/api/imports/" + id + "/marked").code()).isEqualTo("REG-050");
        assertThat(officer.get("/api/imports/" + id).status()).isEqualTo(200);
        assertThat(as(Role.TOWN_CLERK, "120116002", () -> registry.findByIdNumbers(List.of(number)))).hasSize(1);
    }
}
