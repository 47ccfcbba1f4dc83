package org.hutong.policy.run;

import org.hutong.policy.pack.Type;

/// One step of a plan. The same step runs over sets of possible values (one case, unknown facts included) and over columns (a population).
abstract class Node {
    final Type type;
    final Node[] of;
    int slot = -1;
    /// Whether null can come out for some admissible facts: found by running the plan with everything unknown.
    boolean nullable = true;
    /// Bits of the variables this step can depend on.
    long[] cone;

    Node(Type type, Node... of) {
        this.type = type;
        this.of = of;
    }

    /// Writes the set of possible values into `f` at {@link #slot}.
    abstract void sets(Frame f);

    /// Fills the column at {@link #slot} for rows `0..n`.
    abstract void columns(long[][] c, int n);

    final boolean finite() {
        return type.finite();
    }
}
