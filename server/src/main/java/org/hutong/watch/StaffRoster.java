package org.hutong.watch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dhatim.fastexcel.Workbook;
import org.hutong.access.Accounts;
import org.hutong.access.Grant;
import org.hutong.access.Role;
import org.hutong.files.SheetReader;
import org.hutong.kernel.CsvSafe;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.region.Offices;
import org.hutong.region.Posts;
import org.hutong.region.Region;
import org.hutong.region.Regions;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Opens the accounts of a district's child directors, supervisors and officers from one workbook, each with the post it holds.
///
/// The answer is a workbook with a one-time password a row, which is shown this once. A row that cannot be taken carries its reason; the
/// same workbook again opens nobody twice.
@Service
public class StaffRoster {

    /// Passwords are slow to hash on purpose, and one request waits for all of them.
    static final int MOST = 1_000;

    private static final Map<String, Role> POSTS = Map.of("儿童主任", Role.CHILD_DIRECTOR, "儿童督导员", Role.CHILD_SUPERVISOR, "镇街经办人", Role.TOWN_CLERK,
            "区民政经办人", Role.DISTRICT_OFFICER, "区民政审批人", Role.DISTRICT_APPROVER);
    private static final Map<Role, String> LEVELS = Map.of(Role.CHILD_DIRECTOR, "village", Role.CHILD_SUPERVISOR, "town", Role.TOWN_CLERK, "town",
            Role.DISTRICT_OFFICER, "district", Role.DISTRICT_APPROVER, "district");
    private static final Map<Role, String> LOGIN = Map.of(Role.CHILD_DIRECTOR, "zr", Role.CHILD_SUPERVISOR, "dd", Role.TOWN_CLERK, "jj", Role.DISTRICT_OFFICER, "qj",
            Role.DISTRICT_APPROVER, "qs");
    private static final Map<Role, Integer> CODE_DIGITS = Map.of(Role.CHILD_DIRECTOR, 12, Role.CHILD_SUPERVISOR, 9, Role.TOWN_CLERK, 9, Role.DISTRICT_OFFICER, 6,
            Role.DISTRICT_APPROVER, 6);

    /// @param problem null when the row was taken
    private static final class Row {
        final String code;
        final String post;
        final String name;
        @Nullable String problem;
        @Nullable Role role;
        @Nullable Region region;
        @Nullable String login;
        @Nullable String password;

        Row(String code, String post, String name) {
            this.code = code;
            this.post = post;
            this.name = name;
        }
    }

    private final Regions regions;
    private final Offices offices;
    private final Posts posts;
    private final Accounts accounts;
    private final Today today;
    private final TransactionTemplate transaction;

    StaffRoster(Regions regions, Offices offices, Posts posts, Accounts accounts, Today today, TransactionTemplate transaction) {
        this.regions = regions;
        this.offices = offices;
        this.posts = posts;
        this.accounts = accounts;
        this.today = today;
        this.transaction = transaction;
    }

    /// An empty roster with its headings and one line that says how to fill it.
    public byte[] template() {
        return workbook(List.of("区划代码", "岗位", "姓名"), List.of(List.of("120116001016", "儿童主任", "（示例，填写前删去本行）")));
    }

    /// @throws Refusal `WAT-020` no such columns, `WAT-021` more rows than are taken at once
    public byte[] open(byte[] file, String fileName) {
        var rows = read(file, fileName);
        judge(rows);
        var good = rows.stream().filter(row -> row.problem == null).toList();
        transaction.executeWithoutResult(status -> {
            var opened = accounts.openAll(good.stream()
                    .map(row -> new Accounts.NewAccount(row.login, row.name, office(row), List.of(new Grant(row.role, row.region.id())))).toList());
            for (var at = 0; at < good.size(); at++) {
                var row = good.get(at);
                row.password = opened.get(at).password();
                posts.hold(office(row), row.region.id(), row.role.name(), row.name, opened.get(at).id(), today.date());
            }
        });
        return workbook(List.of("区划代码", "地方", "岗位", "姓名", "账号", "一次性密码", "结果"), rows.stream().map(row -> List.of(row.code,
                row.region == null ? "" : regions.path(row.region.id()), row.post, row.name, row.password == null ? "" : row.login, row.password == null ? "" : row.password,
                row.problem == null ? "已开户" : row.problem)).toList());
    }

    private static List<Row> read(byte[] file, String fileName) {
        try {
            var temporary = Files.createTempFile("staff", ".sheet");
            try {
                Files.write(temporary, file);
                var sheet = SheetReader.open(temporary, fileName, headings -> headings.containsAll(List.of("区划代码", "岗位", "姓名")));
                var at = new HashMap<String, Integer>();
                for (var column = 0; column < sheet.headings().size(); column++) {
                    at.putIfAbsent(sheet.headings().get(column), column);
                }
                if (!at.keySet().containsAll(List.of("区划代码", "岗位", "姓名"))) {
                    throw refused("WAT-020", "表里要有“区划代码、岗位、姓名”三列");
                }
                var rows = new ArrayList<Row>();
                sheet.rows(row -> {
                    if (rows.size() == MOST) {
                        throw refused("WAT-021", "一次最多 " + MOST + " 人");
                    }
                    rows.add(new Row(row.cell(at.get("区划代码")).text().strip(), row.cell(at.get("岗位")).text().strip(), row.cell(at.get("姓名")).text().strip()));
                });
                return rows;
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Refusal refused(String code, String title) {
        return new Refusal(Refusal.Kind.INVALID, code, title, "没有开任何账号", "请下载空表照着填，一个区一份");
    }

    /// Each row alone: its place, its post, its login; the number behind a login counts those of the same place.
    private void judge(List<Row> rows) {
        var used = new HashSet<String>();
        for (var row : rows) {
            row.role = POSTS.get(row.post);
            row.region = row.code.matches("[0-9]{6}|[0-9]{9}|[0-9]{12}") ? regions.byCode(row.code, today.date()).orElse(null) : null;
            if (row.name.isEmpty() || row.name.length() > 40) {
                row.problem = "姓名要填，且不超过 40 个字";
            } else if (row.role == null) {
                row.problem = "岗位只能是 " + String.join("、", POSTS.keySet().stream().sorted().toList());
            } else if (row.region == null) {
                row.problem = "区划代码不在区划库里";
            } else if (!row.region.level().equals(LEVELS.get(row.role))) {
                row.problem = row.post + "的区划代码应当是" + switch (LEVELS.get(row.role)) {
                    case "village" -> "村居（12 位）";
                    case "town" -> "镇街（9 位）";
                    default -> "区（6 位）";
                };
            } else if (posts.holding(row.region.id(), row.role.name(), today.date()).stream().anyMatch(post -> post.personName().equals(row.name))
                    || !used.add(row.region.id() + row.post + row.name)) {
                row.problem = "这个人已在岗，没有重复开户";
            }
        }
        var fresh = rows.stream().filter(row -> row.problem == null).toList();
        var taken = new HashSet<>(accounts.taken(fresh.stream().flatMap(row -> java.util.stream.IntStream.rangeClosed(1, 20).mapToObj(nth -> login(row, nth))).toList()));
        for (var row : fresh) {
            for (var nth = 1; row.login == null && nth <= 20; nth++) {
                if (taken.add(login(row, nth))) {
                    row.login = login(row, nth);
                }
            }
            if (row.login == null) {
                row.problem = "这个岗位在这里已有 20 个账号";
            }
        }
    }

    private static String login(Row row, int nth) {
        return LOGIN.get(row.role) + row.region.code().substring(0, CODE_DIGITS.get(row.role)) + (nth == 1 ? "" : "-" + nth);
    }

    /// The place's own office; one is opened where there is none.
    private int office(Row row) {
        var place = row.region;
        Optional<Integer> standing = offices.find(place.id(), null).stream().filter(office -> !office.kind().equals("department")).map(office -> office.id()).findFirst();
        return standing.orElseGet(() -> offices.open(place.id(), switch (place.level()) {
            case "village" -> "village";
            case "town" -> "town";
            default -> "civil_affairs";
        }, place.level().equals("district") ? place.name() + "民政局" : place.name(), null));
    }

    private static byte[] workbook(List<String> headings, List<List<String>> rows) {
        var out = new ByteArrayOutputStream();
        try (var workbook = new Workbook(out, "Hutong", "1.0")) {
            var sheet = workbook.newWorksheet("开户名册");
            for (var column = 0; column < headings.size(); column++) {
                sheet.value(0, column, headings.get(column));
                sheet.style(0, column).bold().set();
                sheet.width(column, headings.get(column).equals("地方") ? 36 : 20);
            }
            for (var at = 0; at < rows.size(); at++) {
                for (var column = 0; column < rows.get(at).size(); column++) {
                    sheet.value(at + 1, column, CsvSafe.text(rows.get(at).get(column)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
