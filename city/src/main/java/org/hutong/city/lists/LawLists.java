package org.hutong.city.lists;

import org.hutong.city.Fact;
import org.hutong.city.FactKind;
import org.hutong.city.Person;
import org.hutong.city.Relation;
import org.hutong.city.Situation;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Map;

/// Lists of police, justice, courts and funeral homes.
final class LawLists {

    /// Shares of the dead each office hears of (假设).
    private static final double POLICE_KNOWS = 0.97;
    private static final double HEALTH_KNOWS = 0.93;
    private static final double CREMATED = 0.86;

    private final Map<ListCode, Out> outs;

    LawLists(Map<ListCode, Out> outs) {
        this.outs = outs;
    }

    void write(Home home) throws IOException {
        for (var f : home.truth().facts()) {
            var p = f.kind() == FactKind.DEATH || f.kind() == FactKind.SITUATION || f.kind() == FactKind.ADOPTED || f.kind() == FactKind.MOVED_OUT || f.kind() == FactKind.RESIDENCE
                    ? home.truth().person(f.person()) : null;
            if (p == null) {
                continue;
            }
            switch (f.kind()) {
                case DEATH -> death(home, p, f);
                case SITUATION -> situation(home, p, f);
                case ADOPTED -> {
                    var out = outs.get(ListCode.ADOPTION).at(home.truth());
                    var i = out.ident(p, false);
                    out.row(p, i, 0, "（演示）收字" + f.trueFrom().getYear() + "第" + out.number() + "号", i.name(), i.id(), f.value(), f.trueFrom().toString(),
                            Home.district(p) + "民政局");
                }
                case MOVED_OUT -> {
                    var out = outs.get(ListCode.MOVED_OUT).at(home.truth());
                    var i = out.ident(p, false);
                    out.row(p, i, 0, out.number(), i.name(), i.id(), p.address(), f.value(), f.trueFrom().format(Home.PLAIN), "投靠亲属");
                }
                case RESIDENCE -> {
                    var out = outs.get(ListCode.RESIDENCE).at(home.truth());
                    var i = out.ident(p, false);
                    var at = out.address(p);
                    out.row(p, i, at.kinds(), "JZ" + p.home().substring(0, 6) + (100_000_000 + p.id() % 100_000_000), i.name(), p.sex().text(), i.id(), f.value(), at.text(),
                            f.trueFrom().format(Home.PLAIN), f.trueFrom().plusYears(1 + (home.today().getYear() - f.trueFrom().getYear())).format(Home.PLAIN), p.minor(home.today()) ? "随父母居住" : "就业");
                }
                default -> {
                }
            }
        }
    }

    private void death(Home home, Person p, Fact f) throws IOException {
        var on = f.trueFrom();
        var out = outs.get(ListCode.DEATH_POLICE).at(home.truth());
        if (p.passport() == null && out.dice.chance(POLICE_KNOWS)) {
            var i = out.ident(p, true);
            var at = out.address(p);
            out.row(p, i, at.kinds(), out.number(), i.id(), i.name(), p.sex().text(), i.born().format(Home.PLAIN), p.ethnicity() + "族", at.text(), on.format(Home.PLAIN),
                    min(on.plusDays(out.dice.from(2, 40)), home).format(Home.PLAIN), "死亡注销", Home.district(p) + "公安分局派出所");
        }
        out = outs.get(ListCode.DEATH_HEALTH).at(home.truth());
        if (out.dice.chance(HEALTH_KNOWS)) {
            var i = out.ident(p, true);
            var at = out.address(p);
            var kin = out.dice.pick(home.truth().persons().toArray(Person[]::new));
            var teller = kin == p || home.dead(kin) || kin.age(home.today()) < 18 ? null : kin;
            out.row(p, i, at.kinds(), p.home().substring(0, 6) + on.getYear() + String.format("%06d", Math.floorMod(p.id(), 1_000_000)), i.name(), p.sex().text(), p.passport() == null ? "居民身份证" : "护照",
                    i.id(), i.born().toString(), on.toString(), f.value(), at.text(), teller == null ? "" : teller.name(), Home.phone(teller), Home.district(p) + "中心医院（演示）");
        }
        out = outs.get(ListCode.CREMATION).at(home.truth());
        if (out.dice.chance(CREMATED)) {
            var i = out.ident(p, true);
            out.row(p, i, 0, "HH" + on.getYear() + "-" + out.number(), i.name(), p.sex().text(), Integer.toString(Math.max(0, on.getYear() - i.born().getYear())), i.id(), Home.district(p),
                    on.format(Home.SLASH), min(on.plusDays(out.dice.from(1, 6)), home).format(Home.SLASH), Home.district(p) + "殡仪馆（演示）", "经办" + out.dice.from(1, 9));
        }
    }

    private static LocalDate min(LocalDate a, Home home) {
        return a.isAfter(home.today()) ? home.today() : a;
    }

    private void situation(Home home, Person p, Fact f) throws IOException {
        var over = f.trueTo() != null && !f.trueTo().isAfter(home.today());
        var v = f.value();
        if (v.equals(Situation.PRISON.text())) {
            var out = outs.get(ListCode.CUSTODY).at(home.truth());
            var i = out.ident(p, true);
            var where = f.detail().split("\\|");
            // A released prisoner's sentence is listed as it was given, the day of release beside it.
            var end = over ? f.trueTo().plusDays(out.dice.from(0, 400)) : f.trueTo();
            out.row(p, i, 0, String.format("12%08d", Math.floorMod(p.id() * 7919, 100_000_000L)), i.name(), p.sex().text(), i.id(), i.born().toString().substring(0, 7), Home.district(p), where[1],
                    f.trueFrom().format(Home.DOT), end.format(Home.DOT), where[0], over ? "已释放" : "在押", over ? f.trueTo().format(Home.DOT) : "");
        } else if (v.equals(Situation.RESTRAINED.text())) {
            var out = outs.get(ListCode.DETENTION).at(home.truth());
            var i = out.ident(p, false);
            out.row(p, i, 0, "KY" + (1_000_000 + Math.floorMod(p.id() * 31, 9_000_000L)), i.name(), p.sex().text(), i.id(), f.detail(), f.trueFrom().toString(), f.trueTo().toString(),
                    Home.district(p) + "公安分局", f.detail().equals("指定居所监视居住") ? "指定居所" : Home.district(p) + "看守所（演示）", over ? "已解除" : "执行中");
        } else if (v.equals(Situation.DETOX.text())) {
            var out = outs.get(ListCode.DETOX).at(home.truth());
            var i = out.ident(p, false);
            var at = out.address(p);
            out.row(p, i, at.kinds(), "（演示）强戒决字〔" + f.trueFrom().getYear() + "〕" + out.number() + "号", i.name(), p.sex().text(), i.id(), at.text(), f.trueFrom().format(Home.PLAIN), "24",
                    "强制隔离戒毒所（演示）", over ? "已解除" : "在戒", over ? f.trueTo().format(Home.PLAIN) : "");
        } else if (v.equals(Situation.LOST.text())) {
            lost(home, p, f, over);
        } else if (v.equals(Situation.MISSING.text()) || v.equals(Situation.REVOKED.text())) {
            var out = outs.get(ListCode.COURT).at(home.truth());
            var i = out.ident(p, false);
            var child = home.childOf(p);
            out.row(p, i, 0, "（" + f.trueFrom().getYear() + "）津演民特" + out.number() + "号", f.detail().equals("宣告失踪") ? "申请宣告自然人失踪" : "申请撤销监护人资格", i.name(), i.id(),
                    child == null ? "" : child.name(), f.detail(), f.trueFrom().format(Home.CHINESE), Home.district(p) + "人民法院");
        } else if (v.equals(Situation.DEPORTED.text())) {
            var out = outs.get(ListCode.DEPORTED).at(home.truth());
            var child = home.childOf(p);
            var i = out.ident(p, false);
            var childId = child == null ? null : out.ident(child, false);
            out.row(p.id(), child == null ? 0 : child.id(), i.kinds() | (childId == null ? 0 : childId.kinds()), i.name(), country(p), p.passport() == null ? i.id() : p.passport(), f.trueFrom().toString(),
                    f.detail(), childId == null ? "" : childId.name(), childId == null ? "" : childId.id());
        }
    }

    private static String country(Person p) {
        return switch (p.name().charAt(0)) {
            case 'N', 'T' -> "越南";
            case 'S' -> "柬埔寨";
            case 'K', 'A' -> "缅甸";
            case 'O' -> p.name().startsWith("OY") ? "蒙古国" : "俄罗斯";
            default -> "俄罗斯";
        };
    }

    private void lost(Home home, Person p, Fact f, boolean found) throws IOException {
        var out = outs.get(ListCode.LOST).at(home.truth());
        var child = home.childOf(p);
        var i = out.ident(p, false);
        var c = child == null ? null : out.ident(child, false);
        var receipt = f.trueFrom().plusDays(185 + out.dice.below(30));
        if (receipt.isAfter(home.today())) {
            return;
        }
        var relation = child != null && home.relative(child, Relation.FATHER) == p ? "父亲" : "母亲";
        out.row(p.id(), child == null ? 0 : child.id(), i.kinds() | (c == null ? 0 : c.kinds()), "（演示）失联回执" + f.trueFrom().getYear() + "-" + out.number(), c == null ? "" : c.name(),
                c == null ? "" : c.id(), i.name(), i.id().isEmpty() && p.passport() != null ? p.passport() : i.id(), relation, f.trueFrom().format(Home.SLASH), "未查找到",
                receipt.format(Home.SLASH), Home.district(p) + "公安分局派出所");
        if (found) {
            out.row(p.id(), child == null ? 0 : child.id(), i.kinds(), "（演示）失联回执" + f.trueTo().getYear() + "-" + out.number() + "补", c == null ? "" : c.name(), c == null ? "" : c.id(), i.name(), i.id(),
                    relation, f.trueFrom().format(Home.SLASH), "已找到", f.trueTo().format(Home.SLASH), Home.district(p) + "公安分局派出所");
        }
    }
}
