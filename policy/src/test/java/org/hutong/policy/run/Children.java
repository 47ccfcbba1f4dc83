package org.hutong.policy.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.hutong.policy.pack.Type;

/// Random children from the declared domains: nulls where a fact may be none, and for ordered facts mostly the cut points and the days or 分 beside them.
final class Children {
    private final Plan plan;
    private final Random random;

    Children(Plan plan, Random random) {
        this.plan = plan;
        this.random = random;
    }

    long any(Nodes.Var v) {
        if (v.mayBeNull && random.nextInt(6) == 0) return Type.NULL;
        if (v.finite()) return random.nextInt(v.type.size());
        var cuts = List.copyOf(plan.cuts.of(v));
        if (!cuts.isEmpty() && random.nextInt(3) > 0) {
            long x = cuts.get(random.nextInt(cuts.size())) + random.nextInt(3) - 1;
            if (x >= v.low && x <= v.high) return x;
        }
        return v.low + (long) (random.nextDouble() * (v.high - v.low + 1));
    }

    /// Values that stand for every class of the fact: each finite value, or both ends of every interval; null where allowed.
    ///
    /// @param f the case as known so far, for the bounds that hang on other facts too
    List<Long> classes(Nodes.Var v, Frame f) {
        var out = new ArrayList<Long>();
        var behind = plan.nodes.stream().filter(n -> n != v && Frame.has(n.cone, v.index)).toList();
        for (var p : Parts.of(plan, v, v.finite() ? Nodes.all(v.type) : v.low, v.finite() ? 0 : v.high, v.mayBeNull)) {
            if (p.nul()) out.add(Type.NULL);
            else if (v.finite()) out.add((long) Long.numberOfTrailingZeros(p.a()));
            else for (var q : p.a() == p.b() ? List.of(p) : new Bands(f, v, behind).parts(p.a(), p.b())) { out.add(q.a()); if (q.b() != q.a()) out.add(q.b()); }
        }
        return out;
    }
}
