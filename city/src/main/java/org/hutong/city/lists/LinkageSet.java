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
            for (var t : (Iterable<Truth>) all::iterator) {
                var home = new Home(t, plan.today());
                for (var p : t.persons()) {
                    var dice = Dice.of(plan.seed(), 5150, p.id());
                    var part = n++ % 3;
                    var inLeft = part != 2 && l < rows;
                    String leftId = null;
                    if (inLeft) {
                        leftId = "L" + ++l;
                        row(leftOut, leftDirt, leftId, home, p, dice);
                    }
                    var times = part == 1 || r >= rows ? 0 : rightDirt.befalls(dice, DirtKind.ROW_DUPLICATE) && r + 2 <= rows ? 2 : 1;
                    for (var i = 0; i < times; i++) {
                        var rightId = "R" + ++r;
                        row(rightOut, rightDirt, rightId, home, p, dice);
                        if (leftId != null) {
                            truthOut.row(leftId, rightId);
                            pairs++;
                        }
                    }
                }
                if (l >= rows && r >= rows) {
                    break;
                }
            }
        }
        return "linkage: seed=" + plan.seed() + " left=" + l + " right=" + r + " pairs=" + pairs;
    }

    private void row(CsvSheet out, Dirt dirt, String id, Home home, Person p, Dice dice) throws IOException {
        var minor = p.minor(plan.today());
        var guardian = minor ? home.guardian(p) : null;
        var i = dirt.of(dice, p, guardian, home.relative(p, Relation.TWIN), true);
        out.row(id, i.name(), p.sex().text(), i.born().toString(), i.id(), dirt.phone(dice, p).text(), p.home(), dirt.address(dice, p).text(), guardian == null ? "" : guardian.name(),
                guardian == null || guardian.idNumber() == null ? "" : guardian.idNumber());
    }
}
