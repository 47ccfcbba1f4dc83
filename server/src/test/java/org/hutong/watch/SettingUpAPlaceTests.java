package org.hutong.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.hutong.Browser;
import org.hutong.ServerTests;
import org.hutong.access.Role;
import org.hutong.region.Posts;
import org.junit.jupiter.api.Test;

/// An installation begins with three administrators and an empty tree: places, offices, posts and accounts come by their hands.
class SettingUpAPlaceTests extends ServerTests {

    private static byte[] roster(String[]... rows) {
        var out = new ByteArrayOutputStream();
        try (var workbook = new Workbook(out, "test", "1.0")) {
            var sheet = workbook.newWorksheet("名册");
            var headings = List.of("序号", "区划代码", "岗位", "姓名");
            for (var column = 0; column < headings.size(); column++) {
                sheet.value(0, column, headings.get(column));
            }
            for (var at = 0; at < rows.length; at++) {
                sheet.value(at + 1, 0, at + 1);
                for (var column = 0; column < rows[at].length; column++) {
                    sheet.value(at + 1, column + 1, rows[at][column]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// Heading to cell, a row each.
    private static List<Map<String, String>> read(byte[] workbook) {
        try (var book = new ReadableWorkbook(new ByteArrayInputStream(workbook))) {
            var rows = book.getFirstSheet().read();
            return rows.stream().skip(1).map(row -> {
                var cells = new HashMap<String, String>();
                for (var column = 0; column < rows.getFirst().getCellCount(); column++) {
                    cells.put(rows.getFirst().getCellText(column), row.getCellText(column));
                }
                return (Map<String, String>) cells;
            }).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aRosterOpensADirectorWhoSignsInAndMustChangeThePassword() {
        var security = signedIn(Role.SECURITY_ADMIN, null);
        var answer = security.upload("/api/staff/roster", "名册.xlsx", roster(new String[] {"210202001002", "儿童主任", "海蓝"},
                new String[] {"210202001", "儿童督导员", "海青"}), Map.of());
        assertThat(answer.status()).isEqualTo(200);
        var rows = read(answer.bytes());
        assertThat(rows).extracting(row -> row.get("结果")).containsExactly("已开户", "已开户");
        assertThat(rows.getFirst().get("账号")).isEqualTo("zr210202001002");
        var director = new Browser(port);
        assertThat(director.signIn(rows.getFirst().get("账号"), rows.getFirst().get("一次性密码")).status()).isEqualTo(200);
        assertThat(director.get("/api/session").json().path("mustChangePassword").asBoolean()).isTrue();
        assertThat(as(Role.CITY_OFFICER, "210200", () -> posts.holding(region("210202001002"), Posts.CHILD_DIRECTOR, TODAY))).extracting(post -> post.personName()).contains("海蓝");

        var again = read(security.upload("/api/staff/roster", "名册.xlsx", roster(new String[] {"210202001002", "儿童主任", "海蓝"}), Map.of()).bytes());
        assertThat(again.getFirst()).containsEntry("账号", "").containsEntry("结果", "这个人已在岗，没有重复开户");
    }


    @Test
    void aRowThatCannotBeTakenSaysWhyAndTheOthersAreOpened() {
        var rows = read(signedIn(Role.SECURITY_ADMIN, null).upload("/api/staff/roster", "名册.xlsx", roster(new String[] {"999999999999", "儿童主任", "甲"},
                new String[] {"210202001", "儿童主任", "乙"}, new String[] {"210202002001", "校长", "丙"}, new String[] {"210202002001", "儿童主任", ""},
                new String[] {"210202002001", "儿童主任", "丁"}, new String[] {"210202002001", "儿童主任", "丁"}), Map.of()).bytes());
        assertThat(rows).extracting(row -> row.get("结果")).satisfiesExactly(first -> assertThat(first).contains("不在区划库里"), second -> assertThat(second).contains("村居（12 位）"),
                third -> assertThat(third).contains("岗位只能是"), fourth -> assertThat(fourth).contains("姓名要填"), fifth -> assertThat(fifth).isEqualTo("已开户"),
                sixth -> assertThat(sixth).contains("没有重复开户"));
    }

    @Test
    void onlyTheSecurityAdministratorOpensAccountsFromARoster() {
        assertThat(signedIn(Role.SYSTEM_ADMIN, null).upload("/api/staff/roster", "名册.xlsx", roster(), Map.of()).status()).isEqualTo(403);
        assertThat(signedIn(Role.DISTRICT_OFFICER, "120116").upload("/api/staff/roster", "名册.xlsx", roster(), Map.of()).status()).isEqualTo(403);
    }

    @Test
    void aWorkbookWithOtherColumnsIsRefusedWhole() {
        var out = new ByteArrayOutputStream();
        try (var workbook = new Workbook(out, "test", "1.0")) {
            var sheet = workbook.newWorksheet("别的");
            sheet.value(0, 0, "村");
            sheet.value(0, 1, "人");
            sheet.value(0, 2, "电话");
            sheet.value(1, 0, "甲");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var answer = signedIn(Role.SECURITY_ADMIN, null).upload("/api/staff/roster", "别的.xlsx", out.toByteArray(), Map.of());
        assertThat(answer.status()).isBetween(400, 499);
        assertThat(answer.code()).isIn("WAT-020", "FIL-007");
    }

    @Test
    void officesOfEveryLevelAreOpenedOnceAndNotAgain() {
        var system = signedIn(Role.SYSTEM_ADMIN, null);
        var city = region("210200");
        var first = system.post("/api/offices/standard", Map.of("regionId", city)).json().path("opened").asInt();
        assertThat(first).isPositive();
        assertThat(system.post("/api/offices/standard", Map.of("regionId", city)).json().path("opened").asInt()).isZero();
        assertThat(system.get("/api/offices?regionId=" + region("210202002")).json().toString()).contains("听涛街道办事处");
    }

    @Test
    void aProvinceThatStandsInTheTreeIsNotLoadedAgain() {
        var system = signedIn(Role.SYSTEM_ADMIN, null);
        assertThat(system.post("/api/regions/loads", Map.of("province", "1x")).status()).isEqualTo(400);
        assertThat(signedIn(Role.DISTRICT_OFFICER, "120116").post("/api/regions/loads", Map.of("province", "12")).status()).isEqualTo(403);
    }

    @Test
    void aPostBeginsAndEnds() {
        var system = signedIn(Role.SYSTEM_ADMIN, null);
        var village = region("120116002203");
        var office = system.post("/api/offices", Map.of("regionId", village, "kind", "village", "name", "双槐村村委会")).json().path("id").asInt();
        var post = system.post("/api/posts", Map.of("officeId", office, "regionId", village, "kind", "CHILD_DIRECTOR", "personName", "双槐", "from", "2026-11-01"));
        assertThat(post.status()).isEqualTo(201);
        assertThat(as(Role.TOWN_CLERK, "120116002", () -> posts.holding(village, Posts.CHILD_DIRECTOR, TODAY))).extracting(one -> one.personName()).contains("双槐");
        assertThat(system.post("/api/posts/" + post.json().path("id").asString() + "/end", Map.of("on", "2026-11-20")).status()).isEqualTo(204);
        assertThat(as(Role.TOWN_CLERK, "120116002", () -> posts.holding(village, Posts.CHILD_DIRECTOR, TODAY))).extracting(one -> one.personName()).doesNotContain("双槐");
    }
}
