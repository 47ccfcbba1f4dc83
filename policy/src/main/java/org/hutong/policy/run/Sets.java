package org.hutong.policy.run;

/// Unions of possible values.
final class Sets {
    private Sets() {}

    /// Writes the union of the given steps (null = left out) to `into`; does not settle dependencies.
    static void union(Frame f, Node into, Node... from) {
        boolean nul = false, first = true;
        long a = into.finite() ? 0 : 1, b = 0;
        for (var x : from) {
            if (x == null) continue;
            nul |= f.nul[x.slot];
            if (into.finite()) {
                a |= f.a[x.slot];
            } else if (!f.empty(x)) {
                a = first ? f.a[x.slot] : Math.min(a, f.a[x.slot]);
                b = first ? f.b[x.slot] : Math.max(b, f.b[x.slot]);
                first = false;
            }
        }
        if (into.finite()) f.mask(into, a, nul);
        else f.interval(into, a, b, nul);
    }
}
