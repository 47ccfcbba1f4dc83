package org.hutong.policy.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hutong.policy.Finding;

/// Exact checks of one table by its masks: a combination no rule accepts, one that two accept, a rule nothing reaches.
///
/// Inputs hang together through the facts behind them, so a combination counts only when facts exist that bring it about; those facts are printed.
final class TableCheck {
    private static final int PATHS = 400;

    private final Plan plan;
    private final TableNode t;
    private final String place;
    private final List<Finding> findings = new ArrayList<>();
    /// Per column: one bucket of each class of equal masks, and all buckets of that class.
    private final List<List<List<Integer>>> classes = new ArrayList<>();
    private final List<Set<List<Long>>> reached = new ArrayList<>();
    private final List<Map<List<Long>, Boolean>> leads = new ArrayList<>();
    private final long[] live;
    private int paths;
    private boolean reported;

    private TableCheck(Plan plan, TableNode t, String place) {
        this.plan = plan;
        this.t = t;
        this.place = place;
        this.live = new long[t.words];
    }

    static List<Finding> of(Plan plan, TableNode t, String place) {
        var check = new TableCheck(plan, t, place);
        check.run();
        return check.findings;
    }

    private void run() {
        var all = plan.frame();
        for (var col : t.columns) {
            var byMask = new java.util.LinkedHashMap<List<Long>, List<Integer>>();
            for (int b = 0; b < col.masks().length; b++) {
                if (possible(all, col, b)) byMask.computeIfAbsent(Arrays.stream(col.masks()[b]).boxed().toList(), k -> new ArrayList<>()).add(b);
            }
            classes.add(new ArrayList<>(byMask.values()));
            reached.add(new HashSet<>());
            leads.add(new HashMap<>());
        }
        reached.add(new HashSet<>());
        var start = new long[t.words];
        for (int r = 0; r < t.rules.size(); r++) start[r >> 6] |= 1L << r;
        // What a parameter or the day rules out here and now, another place or day may reach.
        var here = new ArrayList<>(classes);
        for (int i = 0; i < classes.size(); i++) if (t.columns.get(i).input() instanceof Nodes.Const) classes.set(i, everything(t.columns.get(i)));
        sweep(0, start);
        classes.clear();
        classes.addAll(here);
        for (int r = 0; r < t.rules.size(); r++) {
            if ((live[r >> 6] >>> r & 1) == 0) findings.add(Finding.error(place + " 规则 " + t.rules.get(r).id(), Plan.NEVER + "：前面的规则或取值范围已把它盖住"));
        }
        if (t.hit != TableNode.Hit.COUNT && hasEnd(0, start, true)) search(0, start, new int[t.columns.size()], true);
        paths = 0;
        reported = false;
        leads.forEach(Map::clear);
        if ((t.hit == TableNode.Hit.UNIQUE || t.hit == TableNode.Hit.ANY) && hasEnd(0, start, false)) search(0, start, new int[t.columns.size()], false);
    }

    private static List<List<Integer>> everything(TableNode.Column col) {
        var out = new ArrayList<List<Integer>>();
        for (int b = 0; b < col.masks().length; b++) out.add(List.of(b));
        return out;
    }

    private static boolean possible(Frame f, TableNode.Column col, int bucket) {
        var in = col.input();
        if (bucket == col.masks().length - 1) return f.nul[in.slot];
        if (col.cuts() == null) return (f.a[in.slot] >>> bucket & 1) != 0;
        long low = bucket == 0 ? Long.MIN_VALUE + 1 : col.cuts()[bucket - 1], high = bucket == col.cuts().length ? Long.MAX_VALUE : col.cuts()[bucket] - 1;
        return f.a[in.slot] <= f.b[in.slot] && f.a[in.slot] <= high && f.b[in.slot] >= low;
    }

    private static List<Long> key(long[] mask) {
        return Arrays.stream(mask).boxed().toList();
    }

    private long[] and(long[] mask, int column, int bucket) {
        var out = mask.clone();
        for (int w = 0; w < out.length; w++) out[w] &= t.columns.get(column).masks()[bucket][w];
        return out;
    }

    /// Visits every distinct set of accepted rules once and marks the rules that can be the outcome.
    private void sweep(int column, long[] mask) {
        if (!reached.get(column).add(key(mask))) return;
        if (column < t.columns.size()) {
            for (var c : classes.get(column)) sweep(column + 1, and(mask, column, c.getFirst()));
            return;
        }
        if (t.hit == TableNode.Hit.FIRST) {
            for (int w = 0; w < mask.length; w++) if (mask[w] != 0) { live[w] |= Long.lowestOneBit(mask[w]); return; }
        } else {
            for (int w = 0; w < mask.length; w++) live[w] |= mask[w];
        }
    }

    private boolean bad(long[] mask, boolean gap) {
        int bits = 0;
        for (long w : mask) bits += Long.bitCount(w);
        if (gap) return bits == 0;
        if (bits < 2) return false;
        if (t.hit == TableNode.Hit.UNIQUE) return true;
        Node first = null;
        for (int r = 0; r < t.rules.size(); r++) {
            if ((mask[r >> 6] >>> r & 1) == 0) continue;
            if (first == null) first = t.rules.get(r).output();
            else if (first != t.rules.get(r).output()) return true;
        }
        return false;
    }

    private boolean hasEnd(int column, long[] mask, boolean gap) {
        if (column == t.columns.size()) return bad(mask, gap);
        if (gap && bad(mask, true)) return true;
        return leads.get(column).computeIfAbsent(key(mask), k -> null) instanceof Boolean b ? b : remember(column, mask, gap);
    }

    private boolean remember(int column, long[] mask, boolean gap) {
        boolean found = false;
        for (var c : classes.get(column)) if (hasEnd(column + 1, and(mask, column, c.getFirst()), gap)) { found = true; break; }
        leads.get(column).put(key(mask), found);
        return found;
    }

    private void search(int column, long[] mask, int[] chosen, boolean gap) {
        if (reported || paths > PATHS) return;
        if (column < t.columns.size()) {
            for (int k = 0; k < classes.get(column).size(); k++) {
                var next = and(mask, column, classes.get(column).get(k).getFirst());
                if (!hasEnd(column + 1, next, gap)) continue;
                chosen[column] = k;
                search(column + 1, next, chosen, gap);
                if (reported) return;
            }
            return;
        }
        paths++;
        var allowed = new ArrayList<Set<Integer>>();
        for (int i = 0; i < chosen.length; i++) allowed.add(new HashSet<>(classes.get(i).get(chosen[i])));
        var witness = new Witness(plan, t, allowed).find();
        boolean unsure = witness == null || paths > PATHS;
        if (witness == Witness.NONE) return;
        reported = true;
        var inputs = new ArrayList<String>();
        for (int i = 0; i < chosen.length; i++) inputs.add("“" + t.columns.get(i).text() + "”" + text(t.columns.get(i), classes.get(i).get(chosen[i]).getFirst()));
        var which = String.join("，", inputs) + (unsure ? "（未能举出具体情形，请确认）" : "；例如 " + witness);
        if (gap) {
            findings.add(Finding.error(place, "有空缺，没有规则管：" + which));
        } else {
            var ids = new ArrayList<String>();
            for (int r = 0; r < t.rules.size(); r++) if ((mask[r >> 6] >>> r & 1) != 0) ids.add(t.rules.get(r).id());
            findings.add(Finding.error(place, "规则 " + String.join("、", ids) + (t.hit == TableNode.Hit.ANY ? " 重叠而结果不同：" : " 重叠：") + which));
        }
    }

    private static String text(TableNode.Column col, int bucket) {
        var type = col.input().type;
        if (bucket == col.masks().length - 1) return " 为无";
        if (col.cuts() == null) return " 为" + type.show(bucket);
        if (col.cuts().length == 0) return " 为任意值";
        if (bucket == 0) return " < " + type.show(col.cuts()[0]);
        if (bucket == col.cuts().length) return " ≥ " + type.show(col.cuts()[bucket - 1]);
        return " 在 [" + type.show(col.cuts()[bucket - 1]) + ", " + type.show(col.cuts()[bucket]) + ")";
    }
}
