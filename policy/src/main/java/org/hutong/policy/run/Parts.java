package org.hutong.policy.run;

import java.util.ArrayList;
import java.util.List;

/// One class of values of a fact: what the rules cannot tell apart.
record Parts(long a, long b, boolean nul) {

    /// Splits the present set of a variable: single values of a finite type, the intervals between its cut points, or, where none is left inside, halves.
    static List<Parts> of(Plan plan, Nodes.Var v, long a, long b, boolean nul) {
        var out = new ArrayList<Parts>();
        if (v.finite()) {
            for (long m = a; m != 0; m &= m - 1) out.add(new Parts(Long.lowestOneBit(m), 0, false));
        } else if (a <= b) {
            long from = a;
            for (long cut : plan.cuts.of(v).subSet(a, false, b, true)) {
                out.add(new Parts(from, cut - 1, false));
                from = cut;
            }
            if (from == a && !nul && a < b) {
                long mid = a + (b - a) / 2;
                out.add(new Parts(a, mid, false));
                from = mid + 1;
            }
            out.add(new Parts(from, b, false));
        }
        if (nul) out.add(v.finite() ? new Parts(0, 0, true) : new Parts(1, 0, true));
        return out;
    }
}
