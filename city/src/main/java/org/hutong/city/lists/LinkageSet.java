package org.hutong.city.lists;

import org.hutong.city.City;
import org.hutong.city.CityPlan;
import org.hutong.city.Person;
import org.hutong.city.RegionTree;
import org.hutong.city.Relation;
import org.hutong.city.Truth;
import org.hutong.city.make.Dice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Two lists about one population and the pairs that are the same person, for measuring record linkage.
///
/// A third of the people stand in both lists, a third only left, a third only right. Columns are those of the model `person-cn.yaml`; the left ids begin with L, the right ones with R,
/// and neither says who it is. A person listed twice on the right gives two true pairs.
public final class LinkageSet {

    private static final String[] HEADINGS = {"id", "name", "sex", "birth_date", "id_number", "phone", "region", "address", "guardian_name", "guardian_id"};

    private final CityPlan plan;
    private final RegionTree tree;
    private final DirtRates rates;

    public LinkageSet(CityPlan plan, RegionTree tree, DirtRates rates) {
        this.plan = plan;
        this.tree = tree;
        this.rates = rates;
    }

    /// @param rows how many rows each side gets
    /// @return the machine-readable line
    public String write(int rows, Path left, Path right, Path truth) throws IOException {
        var people = Math.round(rows * 1.5 * 1.05) + 200;
        var city = City.make(new CityPlan(plan.seed(), 0, people, plan.region(), plan.today()), tree);
        var leftDirt = new Dirt("LINK_LEFT", rates, null);
        var rightDirt = new Dirt("LINK_RIGHT", rates, null);
        long pairs = 0;
        var l = 0;
        var r = 0;
        try (var leftOut = new CsvSheet(left, StandardCharsets.UTF_8, false);
                var rightOut = new CsvSheet(right, StandardCharsets.UTF_8, false);
                var truthOut = new CsvSheet(truth, StandardCharsets.UTF_8, false);
                var all = city.truth()) {
            leftOut.row(HEADINGS);
            rightOut.row(HEADINGS);
            truthOut.row("left", "right");
            var n = 0L;
            var done = 0;
            var waiting = new ArrayList<Right>();
            for (var t : (Iterable<Truth>) all::iterator) {
                var home = new Home(t, plan.today());
                for (var p : t.persons()) {
                    var dice = Dice.of(plan.seed(), 5150, p.id());
                    var part = n++ % 3;
                    var inLeft = part != 2 && l < rows;
                    String leftId = null;
                    if (inLeft) {
                        leftId = "L" + ++l;
                        var cells = cells(leftDirt, home, p, dice);
                        cells[0] = leftId;
                        leftOut.row(cells);
                    }
                    var times = part == 1 || r >= rows ? 0 : rightDirt.befalls(dice, DirtKind.ROW_DUPLICATE) && r + 2 <= rows ? 2 : 1;
                    for (var i = 0; i < times; i++) {
                        r++;
                        waiting.add(new Right(leftId, cells(rightDirt, home, p, dice)));
                        if (leftId != null) {
                            pairs++;
                        }
                    }
                    if (waiting.size() >= WINDOW) {
                        done += flush(waiting, done, rightOut, truthOut);
                    }
                }
                if (l >= rows && r >= rows) {
                    break;
                }
            }
            flush(waiting, done, rightOut, truthOut);
        }
        return "linkage: seed=" + plan.seed() + " left=" + l + " right=" + r + " pairs=" + pairs;
    }

    /// So many rows of the right side are shuffled together, so that neighbours on the left are none on the right; it bounds what is kept in memory.
    private static final int WINDOW = 60_000;

    private record Right(String leftId, String[] cells) {
    }

    private int flush(List<Right> waiting, int done, CsvSheet rightOut, CsvSheet truthOut) throws IOException {
        var dice = Dice.of(plan.seed(), 5151, done);
        for (var i = waiting.size() - 1; i > 0; i--) {
            var j = dice.below(i + 1);
            var x = waiting.get(i);
            waiting.set(i, waiting.get(j));
            waiting.set(j, x);
        }
        var n = 0;
        for (var right : waiting) {
            var id = "R" + (done + ++n);
            right.cells[0] = id;
            rightOut.row(right.cells);
            if (right.leftId != null) {
                truthOut.row(right.leftId, id);
            }
        }
        waiting.clear();
        return n;
    }

    private String[] cells(Dirt dirt, Home home, Person p, Dice dice) {
        var guardian = p.minor(plan.today()) ? home.guardian(p) : null;
        var i = dirt.of(dice, p, guardian, home.relative(p, Relation.TWIN), true);
        return new String[] {null, i.name(), p.sex().text(), i.born().toString(), i.id(), dirt.phone(dice, p).text(), p.home(), dirt.address(dice, p).text(),
                guardian == null ? "" : guardian.name(), guardian == null || guardian.idNumber() == null ? "" : guardian.idNumber()};
    }
}
