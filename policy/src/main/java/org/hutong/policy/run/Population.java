package org.hutong.policy.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// The answers of many persons by one plan: per programme the answer and the amount, per table the rule that fired.
///
/// Rows where something open could matter go through the same exact way as a single case; the rest through columns.
public final class Population {
    static final int BATCH = Integer.getInteger("hutong.batch", 512);
    /// Batches a thread takes at a time: few enough that no thread waits long for the last one.
    private static final int TAKEN = 16;
    public static final byte NO = 0, YES = 1, PENDING = 2;

    private final Plan plan;
    private final Columns in;
    private final List<Node> steps = new ArrayList<>();
    private final List<TableNode> tables = new ArrayList<>();
    private final List<Nodes.Var> inputs = new ArrayList<>();
    private final int slots;
    private final List<Plan.Target> targets;
    private final List<Plan.CategoryTarget> kinds;
    private final boolean full;
    final Map<String, byte[]> answers = new LinkedHashMap<>();
    final Map<String, long[]> amounts = new LinkedHashMap<>();
    final Map<String, byte[]> categories = new LinkedHashMap<>();
    final short[][] fired;
    private final Refiner.Memo memo = new Refiner.Memo();

    /// @param side runs the pieces of work it is given, side by side or one after another
    private Population(Plan plan, Columns in, java.util.Set<String> wanted, java.util.function.Consumer<List<Runnable>> side) {
        this.plan = plan;
        this.in = in;
        targets = plan.targets.stream().filter(t -> wanted == null || wanted.contains(t.programme().code())).toList();
        kinds = wanted == null ? plan.categories : List.of();
        full = wanted == null;
        var need = new boolean[plan.nodes.size()];
        var stack = new java.util.ArrayDeque<Node>();
        for (var t : targets) { stack.push(t.entitled()); stack.push(t.pay()); }
        for (var t : kinds) stack.push(t.node());
        while (!stack.isEmpty()) {
            var n = stack.pop();
            if (need[n.slot]) continue;
            need[n.slot] = true;
            if (n instanceof TableNode t) t.needs().forEach(stack::push);
            else for (var from : n.of) stack.push(from);
        }
        for (var n : plan.nodes) {
            if (!need[n.slot]) continue;
            steps.add(n);
            if (n instanceof TableNode t) tables.add(t);
            if (n instanceof Nodes.Var v) inputs.add(v);
        }
        slots = plan.nodes.size() + 1 + plan.c.tables.size();
        fired = new short[tables.size()][];
        side.accept(rooms());
    }

    /// Rooms for the answers of a million rows are tens of megabytes to clear: on one thread that alone cost a tenth of what the second core gains.
    private List<Runnable> rooms() {
        var rooms = new ArrayList<Runnable>();
        for (var t : targets) {
            amounts.put(t.programme().code(), null);
            answers.put(t.programme().code(), null);
            rooms.add(() -> amounts.replace(t.programme().code(), new long[in.rows]));
            rooms.add(() -> answers.replace(t.programme().code(), new byte[in.rows]));
        }
        for (var t : kinds) {
            categories.put(t.category().code(), null);
            rooms.add(() -> categories.replace(t.category().code(), new byte[in.rows]));
        }
        for (int k = 0; k < fired.length; k++) {
            int table = k;
            rooms.add(() -> fired[table] = new short[in.rows]);
        }
        return rooms;
    }

    /// Runs all rows on `threads` threads.
    public static Population run(Plan plan, Columns columns, int threads) {
        return run(plan, columns, threads, null);
    }

    /// The same for some programmes only, without categories and rules: what a month's money takes.
    ///
    /// @param wanted programme codes, or null for everything
    public static Population run(Plan plan, Columns columns, int threads, java.util.Set<String> wanted) {
        if (columns.plan != plan) throw new IllegalArgumentException("columns were encoded for another plan");
        if (threads <= 1) {
            var p = new Population(plan, columns, wanted, rooms -> rooms.forEach(Runnable::run));
            p.rows(new AtomicInteger());
            return p;
        }
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var p = new Population(plan, columns, wanted, rooms -> wait(rooms.stream().map(pool::submit).toList()));
            var parts = new ArrayList<Future<?>>();
            var next = new AtomicInteger();
            for (int t = 0; t < threads; t++) parts.add(pool.submit(() -> p.rows(next)));
            wait(parts);
            return p;
        }
    }

    private static void wait(List<? extends Future<?>> parts) {
        try {
            for (var f : parts) f.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException r) throw r;
            throw new IllegalStateException(e.getCause());
        }
    }

    /// Takes rows until none is left; rooms for one batch are made once a thread.
    private void rows(AtomicInteger next) {
        var c = new long[slots][];
        for (var s : steps) {
            c[s.slot] = new long[BATCH];
            if (s instanceof Nodes.Const) s.columns(c, BATCH);
        }
        int scratch = plan.nodes.size();
        c[scratch] = new long[BATCH];
        for (var t : tables) c[t.ruleSlot] = new long[BATCH];
        var work = steps.stream().filter(s -> !(s instanceof Nodes.Const) && !(s instanceof Nodes.Var)).toArray(Node[]::new);
        var doubt = new Doubt(plan);
        var reached = new java.util.HashMap<java.nio.LongBuffer, Reached>();
        var openVars = inputs.stream().filter(v -> in.open[v.index]).toArray(Nodes.Var[]::new);
        for (int from; (from = next.getAndAdd(TAKEN * BATCH)) < in.rows;) {
            int to = Math.min(in.rows, from + TAKEN * BATCH);
            for (int at = from; at < to; at += BATCH) {
                int n = Math.min(BATCH, to - at);
                for (var v : inputs) in.copy(v, at, n, c[v.slot]);
                for (var s : work) s.columns(c, n);
                keep(c, at, n);
                if (openVars.length > 0) open(openVars, reached, doubt, at, n);
            }
        }
    }

    private void keep(long[][] c, int at, int n) {
        for (var t : targets) {
            var yes = c[t.entitled().slot];
            var pay = c[t.pay().slot];
            var answer = answers.get(t.programme().code());
            for (int i = 0; i < n; i++) answer[at + i] = yes[i] == 1 ? YES : NO;
            System.arraycopy(pay, 0, amounts.get(t.programme().code()), at, n);
        }
        for (var t : kinds) {
            var yes = c[t.node().slot];
            var answer = categories.get(t.category().code());
            for (int i = 0; i < n; i++) answer[at + i] = yes[i] == 1 ? YES : NO;
        }
        for (int k = 0; k < tables.size(); k++) {
            var from = c[tables.get(k).ruleSlot];
            var to = fired[k];
            if (tables.get(k).collects() && tables.get(k).words == 1) for (int i = 0; i < n; i++) to[at + i] = (short) Long.numberOfTrailingZeros(from[i]);
            else for (int i = 0; i < n; i++) to[at + i] = (short) from[i];
        }
    }

    private void open(Nodes.Var[] openVars, java.util.Map<java.nio.LongBuffer, Reached> reached, Doubt doubt, int at, int n) {
        for (int i = 0; i < n; i++) {
            long[] unknown = Frame.NONE;
            for (var v : openVars) if (in.get(v.index, at + i) == Columns.UNKNOWN) unknown = Frame.union(unknown, Frame.bit(v.index));
            if (unknown.length > 0) one(reached.computeIfAbsent(java.nio.LongBuffer.wrap(unknown), none -> reached(none.array())), doubt, at + i);
        }
    }

    /// What facts that nobody knows can reach: the rest of a row stands as its columns gave it.
    private record Reached(List<Plan.Target> targets, List<Plan.CategoryTarget> kinds, int[] tables, List<Node> steps) {}

    private Reached reached(long[] unknown) {
        var open = targets.stream().filter(t -> meets(unknown, Frame.union(t.entitled().cone, t.pay().cone))).toList();
        var kind = kinds.stream().filter(t -> meets(unknown, t.node().cone)).toList();
        var table = java.util.stream.IntStream.range(0, full ? tables.size() : 0).filter(k -> meets(unknown, tables.get(k).cone)).toArray();
        var ends = new ArrayList<Node>();
        open.forEach(t -> { ends.add(t.entitled()); ends.add(t.pay()); });
        kind.forEach(t -> ends.add(t.node()));
        for (int k : table) ends.add(tables.get(k));
        return new Reached(open, kind, table, ends.isEmpty() ? List.of() : plan.cone(ends.toArray(Node[]::new)));
    }

    private void one(Reached reached, Doubt doubt, int row) {
        if (reached.steps().isEmpty()) return;
        var f = plan.frame();
        for (var v : plan.vars) {
            long x = in.get(v.index, row);
            if (x != Columns.UNKNOWN) f.value(v, x);
        }
        Plan.run(reached.steps(), f);
        for (var t : reached.targets()) {
            if (!(f.known(t.entitled()) && f.known(t.pay())) && doubt.open(f, t.cone(), t.entitled(), t.pay())) {
                answers.get(t.programme().code())[row] = PENDING;
                amounts.get(t.programme().code())[row] = 0;
                continue;
            }
            var r = Refiner.refine(memo, plan, f, t.entitled(), t.pay());
            answers.get(t.programme().code())[row] = !r.known() ? PENDING : r.value(0) == 1 ? YES : NO;
            amounts.get(t.programme().code())[row] = r.known() ? r.value(1) : 0;
        }
        for (var t : reached.kinds()) {
            if (!f.known(t.node()) && doubt.open(f, t.cone(), t.node())) {
                categories.get(t.category().code())[row] = PENDING;
                continue;
            }
            var r = Refiner.refine(memo, plan, f, t.node());
            categories.get(t.category().code())[row] = !r.known() ? PENDING : r.value(0) == 1 ? YES : NO;
        }
        for (int k : reached.tables()) {
            var t = tables.get(k);
            var live = t.live(t.matches(f));
            int count = Arrays.stream(live).mapToInt(Long::bitCount).sum();
            if (count > 1) fired[k][row] = -1;
        }
    }

    private static boolean meets(long[] x, long[] y) {
        for (int i = 0; i < Math.min(x.length, y.length); i++) if ((x[i] & y[i]) != 0) return true;
        return false;
    }

    public int rows() {
        return in.rows;
    }

    /// Per row {@link #NO}, {@link #YES} or {@link #PENDING}.
    public byte[] answers(String programme) {
        return answers.get(programme);
    }

    /// Per row 分; 0 where not entitled or pending.
    public long[] amountsFen(String programme) {
        return amounts.get(programme);
    }

    public byte[] category(String code) {
        return categories.get(code);
    }

    /// Names of the tables whose fired rules are kept; a function's table appears once a call.
    public List<String> tables() {
        return tables.stream().map(t -> plan.byNode(t).isEmpty() ? t.name : plan.byNode(t).getFirst().name()).toList();
    }

    /// Numbers of the tables a programme's answer or amount hangs on.
    public int[] tablesOf(String programme) {
        var target = plan.targets.stream().filter(t -> t.programme().code().equals(programme)).findFirst();
        return target.isEmpty() ? new int[0] : java.util.stream.IntStream.range(0, tables.size()).filter(k -> target.get().cone().contains(tables.get(k))).toArray();
    }

    /// The rule of table `k` that fired for a row, or null when none or not certain.
    public String rule(int k, int row) {
        int r = fired[k][row];
        return r < 0 || r >= tables.get(k).rules.size() ? null : tables.get(k).rules.get(r).id();
    }

    /// How many rows rest on each rule of table `k`.
    public Map<String, Integer> perRule(int k) {
        var t = tables.get(k);
        var count = new int[t.rules.size()];
        for (short r : fired[k]) if (r >= 0 && r < count.length) count[r]++;
        var out = new LinkedHashMap<String, Integer>();
        for (int r = 0; r < count.length; r++) out.put(t.rules.get(r).id(), count[r]);
        return out;
    }
}
