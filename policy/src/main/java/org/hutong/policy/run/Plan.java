package org.hutong.policy.run;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.hutong.policy.Facts;
import org.hutong.policy.Outcome;
import org.hutong.policy.PolicyException;
import org.hutong.policy.Receipt;
import org.hutong.policy.pack.Law;
import org.hutong.policy.pack.Pack;
import org.hutong.policy.pack.Type;

/// The law of one place on one day, compiled. Immutable and safe for many threads; runs one case and a population by the same steps.
public final class Plan {
    /// How the finding about a rule that is never the outcome begins.
    public static final String NEVER = "永远用不到";

    /// A programme as compiled: entitled, and what is paid (0 when not entitled), after stacking.
    record Target(Pack.Programme programme, Node entitled, Node pay, Node entitledAlone, Node payAlone, List<Node> cone, List<Pack.Stacking> groups) {}

    record CategoryTarget(Pack.Category category, Node node, List<Node> cone) {}

    private volatile List<org.hutong.policy.Finding> checked;
    public final Law law;
    public final LocalDate asOf;
    /// The day whose rules and parameter rows this plan holds.
    public final LocalDate lawOn;
    final Compiler c;
    final List<Node> nodes;
    final List<Target> targets = new ArrayList<>();
    final List<CategoryTarget> categories = new ArrayList<>();
    final Nodes.Var[] vars;
    final CutPoints cuts;
    final Citations citations;
    private final String sha256;
    private final String engine;
    private final Frame start;
    private final Map<String, Node> exceptions = new LinkedHashMap<>();
    private final java.util.IdentityHashMap<Node, List<Compiler.Decided>> byNode = new java.util.IdentityHashMap<>();

    /// Compiles everything a programme or category needs; unused decisions are compiled too, so that an error in them is seen.
    ///
    /// @throws PolicyException at the first construct that cannot be compiled
    public Plan(Law law, LocalDate asOf, String sha256, String engine) {
        this(law, asOf, asOf, sha256, engine);
    }

    /// The same with the law of one day for persons as they are on another: last year's rules over this year's children.
    ///
    /// @param lawOn day whose rules and parameter rows count
    /// @param asOf  评估日, on which ages and facts are looked at
    public Plan(Law law, LocalDate lawOn, LocalDate asOf, String sha256, String engine) {
        this.law = law;
        this.lawOn = lawOn;
        this.asOf = asOf;
        this.sha256 = sha256;
        this.engine = engine;
        c = new Compiler(law, lawOn, asOf);
        nodes = c.nodes;
        for (var rules : law.rules.values()) {
            for (var r : rules) if (r.decision() != null && r.on(lawOn)) c.decision(r.name(), r.file().file());
        }
        stack(programmes());
        law.programmes.values().forEach(this::months);
        for (var category : law.categories.values()) category(category);
        finish();
        vars = c.vars.values().toArray(Nodes.Var[]::new);
        start = new Frame(nodes.size());
        for (var v : vars) v.unknown(start);
        for (var n : nodes) n.sets(start);
        for (var n : nodes) n.nullable = start.nul[n.slot];
        for (int k = 0; k < c.tables.size(); k++) {
            c.tables.get(k).maskSlot = nodes.size();
            c.tables.get(k).ruleSlot = nodes.size() + 1 + k;
            c.tables.get(k).prepare();
        }
        cuts = new CutPoints(this);
        citations = new Citations(this);
        for (var d : c.decisions.values()) byNode.computeIfAbsent(d.node(), k -> new ArrayList<>()).add(d);
        for (var t : targets) {
            if (t.entitled().nullable && start.nul[t.entitledAlone().slot]) throw new PolicyException(t.programme().place(), "“" + t.programme().who() + "”可能得不出是或否（null），请补全规则");
        }
    }

    /// Starting and stopping rules name date facts and yes-or-no decisions.
    private void months(Pack.Programme p) {
        if (p.start() != null && !p.start().event().equals(Pack.CONFIRMED)) date(p.start().event(), p.place() + " start");
        for (var stop : p.stops()) {
            date(stop.event(), p.place() + " stop “" + stop.reason() + "”");
            if (stop.unless() != null) exceptions.put(stop.unless(), c.bool(c.named(stop.unless(), p.place() + " unless"), p.place() + " unless"));
        }
    }

    private void date(String fact, String place) {
        var f = law.facts.get(fact);
        if (f == null || f.type().kind() != Type.Kind.DATE) throw new PolicyException(place, "“" + fact + "”不是日期事实");
    }

    /// The programme with this code.
    ///
    /// @throws PolicyException when there is none
    public Pack.Programme programme(String code) {
        var p = law.programmes.get(code);
        if (p == null) throw new PolicyException("", "没有待遇“" + code + "”");
        return p;
    }

    /// The day a date fact holds; null when it is unknown or known to be none.
    public LocalDate day(String fact, Facts facts, LocalDate knownOn) {
        var version = facts.at(fact, asOf, knownOn);
        if (version == null || version.value() == null || "".equals(version.value())) return null;
        long day = Binding.parse(law.facts.get(fact), version.value(), "事实“" + fact + "”");
        return day == Type.NULL ? null : LocalDate.ofEpochDay(day);
    }

    /// @param missing facts that decide a pending answer
    public record Answer(Outcome.Answer answer, List<String> missing) {}

    /// The exception of a stopping rule, decided for one case.
    ///
    /// @param name a decision or fact that some `unless` names
    public Answer answer(String name, Facts facts, LocalDate knownOn) {
        var binding = new Binding(this, facts, knownOn);
        for (var n : nodes) n.sets(binding.frame);
        var refined = Refiner.refine(this, binding.frame, exceptions.get(name));
        if (!refined.known()) return new Answer(Outcome.Answer.PENDING, missing(refined, binding));
        return new Answer(refined.value(0) == 1 ? Outcome.Answer.YES : Outcome.Answer.NO, List.of());
    }

    private record Draft(Pack.Programme programme, Node entitled, Node amount) {}

    private Map<String, Draft> programmes() {
        var out = new LinkedHashMap<String, Draft>();
        for (var p : law.programmes.values()) {
            var who = c.bool(c.named(p.who(), p.place() + " who"), p.place() + " who");
            Node amount = null;
            if (p.amount() != null) {
                amount = c.numeric(c.named(p.amount(), p.place() + " amount"), p.place() + " amount");
                if (amount.type.scale() > 2) throw new PolicyException(p.place(), "amount 的小数位多于两位，请舍入到分");
                amount = c.rescale(amount, 2);
            }
            out.put(p.code(), new Draft(p, who, amount));
        }
        return out;
    }

    private void stack(Map<String, Draft> drafts) {
        var now = new LinkedHashMap<>(drafts);
        var touched = new LinkedHashMap<String, List<Pack.Stacking>>();
        for (var g : law.stacking.values()) {
            var members = g.rule().equals("补差") ? List.of(g.top()) : g.members();
            for (var m : members) {
                if (!now.containsKey(m)) throw new PolicyException(g.place(), "叠加组“" + g.name() + "”里的待遇“" + m + "”不存在");
                touched.computeIfAbsent(m, k -> new ArrayList<>()).add(g);
            }
            switch (g.rule()) {
                case "互斥" -> exclusive(g, now);
                case "就高" -> highest(g, now);
                case "补差" -> difference(g, now);
                case "封顶" -> cap(g, now);
                default -> { }
            }
        }
        for (var d : drafts.values()) {
            var end = now.get(d.programme().code());
            targets.add(new Target(d.programme(), end.entitled(), paid(end), d.entitled(), paid(d), new ArrayList<>(), touched.getOrDefault(d.programme().code(), List.of())));
        }
    }

    private Node paid(Draft d) {
        var zero = c.constant(Type.num(2), 0);
        return d.amount() == null ? zero : c.choose(d.entitled(), d.amount(), zero, d.programme().place());
    }

    private void exclusive(Pack.Stacking g, Map<String, Draft> now) {
        Node before = c.constant(Type.BOOL, 0);
        for (var m : g.members()) {
            var d = now.get(m);
            var only = c.logic(true, g.place(), d.entitled(), c.not(before));
            before = c.logic(false, g.place(), before, d.entitled());
            now.put(m, new Draft(d.programme(), only, d.amount()));
        }
    }

    private void highest(Pack.Stacking g, Map<String, Draft> now) {
        var old = new LinkedHashMap<>(now);
        for (int i = 0; i < g.members().size(); i++) {
            var d = old.get(g.members().get(i));
            Node keep = d.entitled();
            for (int k = 0; k < g.members().size(); k++) {
                if (k == i) continue;
                var other = old.get(g.members().get(k));
                var beaten = c.logic(true, g.place(), other.entitled(), c.compare(k < i ? ">=" : ">", amount(other, g), amount(d, g), g.place()));
                keep = c.logic(true, g.place(), keep, c.not(beaten));
            }
            now.put(d.programme().code(), new Draft(d.programme(), keep, d.amount()));
        }
    }

    private static Node amount(Draft d, Pack.Stacking g) {
        if (d.amount() == null) throw new PolicyException(g.place(), "“" + d.programme().name() + "”没有金额，不能参与“" + g.rule() + "”");
        return d.amount();
    }

    private void difference(Pack.Stacking g, Map<String, Draft> now) {
        var top = now.get(g.top());
        Node rest = amount(top, g);
        for (var m : g.counted()) {
            if (!now.containsKey(m)) throw new PolicyException(g.place(), "叠加组“" + g.name() + "”里的待遇“" + m + "”不存在");
            Node left = rest, minus = paid(now.get(m));
            rest = Compiler.op(c, "-", () -> new Nodes.Arith(Type.num(2), '-', left, minus), left, minus);
        }
        Node all = rest, zero = c.constant(Type.num(2), 0);
        var paid = Compiler.op(c, "max", () -> new Nodes.Extreme(Type.num(2), true, all, zero), all, zero);
        now.put(g.top(), new Draft(top.programme(), top.entitled(), paid));
    }

    private void cap(Pack.Stacking g, Map<String, Draft> now) {
        Node room = c.rescale(c.numeric(c.named(g.cap(), g.place() + " cap"), g.place()), 2), zero = c.constant(Type.num(2), 0);
        for (var m : g.members()) {
            var d = now.get(m);
            Node left = room, own = amount(d, g);
            var less = Compiler.op(c, "min", () -> new Nodes.Extreme(Type.num(2), false, own, left), own, left);
            var capped = Compiler.op(c, "max", () -> new Nodes.Extreme(Type.num(2), true, less, zero), less, zero);
            var after = new Draft(d.programme(), d.entitled(), capped);
            now.put(m, after);
            var minus = paid(after);
            room = Compiler.op(c, "-", () -> new Nodes.Arith(Type.num(2), '-', left, minus), left, minus);
        }
    }

    private void category(Pack.Category k) {
        Node n = c.named(k.decision(), k.place());
        if (k.equals() == null) n = c.bool(n, k.place());
        else n = c.compare("=", n, c.constant(Type.ofEnum(List.of(k.equals())), 0), k.place());
        categories.add(new CategoryTarget(k, n, new ArrayList<>()));
    }

    /// Finds what each step and target hangs on.
    private void finish() {
        for (var n : nodes) {
            long[] cone = n instanceof Nodes.Var v ? Frame.bit(v.index) : Frame.NONE;
            for (var from : n.of) cone = Frame.union(cone, from.cone);
            n.cone = cone;
        }
        for (var t : targets) t.cone().addAll(cone(t.entitled(), t.pay()));
        for (var t : categories) t.cone().addAll(cone(t.node()));
    }

    /// The steps before and including the given ones, in running order, without constants.
    List<Node> cone(Node... ends) {
        var in = new boolean[nodes.size()];
        var stack = new java.util.ArrayDeque<>(List.of(ends));
        while (!stack.isEmpty()) {
            var n = stack.pop();
            if (in[n.slot]) continue;
            in[n.slot] = true;
            for (var from : n.of) stack.push(from);
        }
        return nodes.stream().filter(n -> in[n.slot] && !(n instanceof Nodes.Const)).toList();
    }

    List<Compiler.Decided> byNode(Node n) {
        return byNode.getOrDefault(n, List.of());
    }

    public Receipt receipt(LocalDate knownOn) {
        return new Receipt(law.packs.getLast().id(), law.packs.getLast().version(), sha256, engine, law.region, asOf, knownOn);
    }

    /// Names of the facts any programme or category may ask for.
    public List<String> factNames() {
        return c.vars.keySet().stream().filter(law.facts::containsKey).toList();
    }

    Frame frame() {
        var f = new Frame(nodes.size());
        System.arraycopy(start.a, 0, f.a, 0, start.a.length);
        System.arraycopy(start.b, 0, f.b, 0, start.b.length);
        System.arraycopy(start.nul, 0, f.nul, 0, start.nul.length);
        System.arraycopy(start.deps, 0, f.deps, 0, start.deps.length);
        return f;
    }

    static void run(List<Node> cone, Frame f) {
        for (var n : cone) n.sets(f);
    }

    /// Decides one case.
    ///
    /// @param knownOn only what was known on this day counts
    /// @throws PolicyException for a fact that is unknown to the vocabulary or outside its domain
    public Outcome evaluate(Facts facts, LocalDate knownOn) {
        return evaluate(facts, knownOn, law.programmes.keySet());
    }

    /// Decides one case for some programmes only; categories and decisions are always told.
    ///
    /// @param codes programme codes; others are left out of the outcome
    public Outcome evaluate(Facts facts, LocalDate knownOn, java.util.Set<String> codes) {
        var binding = new Binding(this, facts, knownOn);
        var f = binding.frame;
        for (var n : nodes) n.sets(f);
        var categoryAnswers = new ArrayList<Outcome.Category>();
        for (var t : categories) {
            var refined = Refiner.refine(this, f, t.node());
            var answer = refined.known() ? refined.value(0) == 1 ? Outcome.Answer.YES : Outcome.Answer.NO : Outcome.Answer.PENDING;
            categoryAnswers.add(new Outcome.Category(t.category().code(), t.category().name(), answer, missing(refined, binding)));
        }
        var programmes = new ArrayList<Outcome.Programme>();
        for (var t : targets) if (codes.contains(t.programme().code())) programmes.add(programme(t, f, binding));
        var decisions = new LinkedHashMap<String, Object>();
        for (var d : c.decisions.values()) if (f.known(d.node())) decisions.put(d.name(), d.node().type.plain(f.value(d.node())));
        return new Outcome(facts.id(), receipt(knownOn), categoryAnswers, programmes, decisions);
    }

    /// Some programmes of one case with their grounds, without categories and decisions.
    ///
    /// @param codes programme codes
    public List<Outcome.Programme> programmes(Facts facts, LocalDate knownOn, java.util.Set<String> codes) {
        var binding = new Binding(this, facts, knownOn);
        for (var n : nodes) n.sets(binding.frame);
        return targets.stream().filter(t -> codes.contains(t.programme().code())).map(t -> programme(t, binding.frame, binding)).toList();
    }

    private List<String> missing(Refiner.Result refined, Binding binding) {
        if (refined.known()) return List.of();
        var names = new LinkedHashSet<String>();
        for (var v : vars) if (Frame.has(refined.relevant(), v.index)) names.addAll(binding.missingNames(v));
        return List.copyOf(names);
    }

    private Outcome.Programme programme(Target t, Frame f, Binding binding) {
        var refined = Refiner.refine(this, f, t.entitled(), t.pay());
        var answer = Outcome.Answer.PENDING;
        Long amount = null;
        if (refined.known()) {
            answer = refined.value(0) == 1 ? Outcome.Answer.YES : Outcome.Answer.NO;
            if (answer == Outcome.Answer.YES && t.programme().amount() != null) amount = refined.value(1);
        }
        return new Tracer(this, f, binding).programme(t, answer, amount, missing(refined, binding));
    }

    /// What the checks find in the compiled law: gaps, overlaps, rules and programmes nothing reaches, numbers that may overflow, keys outside their domain.
    public List<org.hutong.policy.Finding> check() {
        var found = checked;
        if (found == null) checked = found = List.copyOf(checkNow());
        return found;
    }

    private List<org.hutong.policy.Finding> checkNow() {
        var out = new ArrayList<org.hutong.policy.Finding>();
        for (var t : c.tables) {
            var file = law.rules.get(t.name).stream().filter(r -> r.on(lawOn)).findFirst().map(r -> r.file().file()).orElse("");
            out.addAll(TableCheck.of(this, t, file + " “" + t.name + "”"));
        }
        for (var t : targets) if ((start.a[t.entitled().slot] & 2) == 0) out.add(org.hutong.policy.Finding.error(t.programme().place(), "待遇“" + t.programme().name() + "”" + NEVER + "：" + "谁也得不到"));
        for (var d : c.decisions.values()) {
            var n = d.node();
            if (!n.finite() && start.a[n.slot] <= start.b[n.slot] && (start.a[n.slot] <= -Frame.FAR || start.b[n.slot] >= Frame.FAR)) out.add(org.hutong.policy.Finding.error(d.file(), "“" + d.name() + "”的数值可能溢出：请缩小事实的取值范围"));
        }
        for (var n : nodes) {
            if (!(n instanceof Lookup l)) continue;
            var p = law.parameters.get(l.parameter);
            for (var v : p.values()) for (int k = 0; k < l.keys; k++) {
                try {
                    l.of[k].type.parse(v.keys().get(k));
                } catch (IllegalArgumentException e) {
                    out.add(org.hutong.policy.Finding.error(v.place(), "“" + p.meta().keys().get(k) + "”" + e.getMessage()));
                }
            }
        }
        return out;
    }

    /// Ids of every rule of this plan.
    public Map<String, String> ruleIds() {
        var out = new LinkedHashMap<String, String>();
        for (var t : c.tables) for (var r : t.rules) out.put(r.id(), t.name);
        return out;
    }

    /// Parameters some step reads.
    public java.util.Set<String> parametersRead() {
        return c.parameters.keySet();
    }

    /// Steps in this plan, for reports.
    public int size() {
        return nodes.size();
    }
}
