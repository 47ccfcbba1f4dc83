package org.hutong.city.lists;

import org.hutong.city.Category;
import org.hutong.city.FactKind;
import org.hutong.city.Person;
import org.hutong.city.Region;
import org.hutong.city.RegionTree;
import org.hutong.city.Truth;
import org.hutong.city.make.Dice;
import org.hutong.city.make.IdNumbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

/// Small rosters to try the Excel import with, one for the first street of each district: children already on file, children who are not, and rows with one fault each.
///
/// The faults are those an import must name: `truth/import.csv` says which row has which.
final class ImportSample {

    private static final int ON_FILE = 120;
    private static final int NEW = 60;
    /// A city with more districts than this gets none for the rest.
    private static final int DISTRICTS = 40;
    private static final int EVERY = 14;
    private static final String[] FAULTS = {"NAME_MISSING", "ID_CHECK_DIGIT", "ID_DATE", "SEX_DIFFERS", "BORN_DIFFERS", "CATEGORY_UNKNOWN", "AMOUNT_TEXT", "MONTH_UNREADABLE"};

    private final Path folder;
    private final RegionTree tree;
    private final Sheet truth;
    private final LocalDate today;
    private final long seed;
    private String district = "";
    private String street = "";
    private XlsxSheet sheet;
    private Dice dice;
    private int onFile;
    private int fresh;
    private int rows;
    private int districts;

    ImportSample(Path folder, RegionTree tree, Sheet truth, LocalDate today, long seed) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.tree = tree;
        this.truth = truth;
        this.today = today;
        this.seed = seed;
    }

    void add(Truth t) throws IOException {
        var d = t.village().substring(0, 6);
        if (!d.equals(district)) {
            close();
            district = d;
            street = t.village().substring(0, 9);
            onFile = 0;
            fresh = 0;
            rows = 0;
            if (++districts <= DISTRICTS) {
                var name = tree.byCode(district).orElseThrow().name() + tree.byCode(street).map(Region::name).orElse("");
                sheet = new XlsxSheet(folder.resolve(district + "_" + name + "_花名册.xlsx"), "花名册", name + "困境儿童花名册", today);
                sheet.row(ListCode.ROSTER.headings());
                dice = Dice.of(seed, 31, Long.parseLong(district));
            }
        }
        if (sheet == null || !t.village().startsWith(street)) {
            return;
        }
        var home = new Home(t, today);
        if (t.inRegistry()) {
            for (var s : t.household().supports()) {
                if (onFile++ < ON_FILE) {
                    row(home, t.person(s.child()), s.payee() == 0 ? null : t.person(s.payee()), s.category(), s.placement(), s.payeeName(), s.relation(), s.bank(), s.account(),
                            s.start().toString(), "ON_FILE");
                }
            }
            return;
        }
        for (var p : t.persons()) {
            if (p.minor(today) && home.fact(p, FactKind.LOW_INCOME) != null && fresh++ < NEW) {
                var payee = home.guardian(p);
                row(home, p, payee, Category.HARDSHIP, "父母家庭", payee == null ? "" : payee.name(), payee == null ? "" : home.relation(p, payee), "演示银行社保卡中心",
                        "", today.toString().substring(0, 7), "NEW");
            }
        }
    }

    private void row(Home home, Person child, Person guardian, Category category, String placement, String payee, String relation, String bank, String account, String start, String kind)
            throws IOException {
        var village = tree.byCode(child.home()).orElseThrow();
        var school = home.fact(child, FactKind.SCHOOL);
        var fen = category.assumedFen();
        var cells = new String[] {Integer.toString(++rows), tree.byCode(district).orElseThrow().name(), tree.byCode(street).map(Region::name).orElse(""), village.name(), child.name(),
                child.sex().text(), child.ethnicity() + "族", child.born().toString(), child.idNumber() == null ? "" : child.idNumber(), category.text(), placement, payee, relation,
                guardian == null || guardian.idNumber() == null ? "" : guardian.idNumber(), Home.phone(guardian), child.address(), school == null ? "" : school.value(),
                school == null ? "" : school.detail(), payee, bank, account, fen / 100 + ".00", start, ""};
        var fault = "";
        if (rows % EVERY == 0 && child.idNumber() != null) {
            fault = FAULTS[(rows / EVERY - 1) % FAULTS.length];
            switch (fault) {
                case "NAME_MISSING" -> cells[4] = "";
                case "ID_CHECK_DIGIT" -> cells[8] = Dirt.typo(dice, child.idNumber());
                case "ID_DATE" -> cells[8] = IdNumbers.withCheck(child.idNumber().substring(0, 10) + "0230" + child.idNumber().substring(14, 17));
                case "SEX_DIFFERS" -> cells[5] = cells[5].equals("男") ? "女" : "男";
                case "BORN_DIFFERS" -> cells[7] = child.born().minusYears(1).toString();
                case "CATEGORY_UNKNOWN" -> cells[9] = "困难儿童（待定）";
                case "AMOUNT_TEXT" -> cells[21] = "按标准";
                default -> cells[22] = "去年秋天";
            }
        }
        sheet.row(cells);
        truth.row(district, Integer.toString(rows), Long.toString(child.id()), kind, fault);
    }

    void close() throws IOException {
        if (sheet != null) {
            sheet.close();
            sheet = null;
        }
    }
}
