package org.hutong.policy.check;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hutong.policy.Finding;
import org.hutong.policy.PolicyException;
import org.hutong.policy.Rulebook;
import org.hutong.policy.pack.Law;
import org.hutong.policy.pack.Pack;
import org.hutong.policy.run.Plan;

/// Every load-time check, over every pack and its chain.
public final class Checks {
    private static final int DAYS = 24;
    private static final java.util.regex.Pattern LITERAL = java.util.regex.Pattern.compile("\"(\\d{4}-\\d{2}-\\d{2})\"");

    private Checks() {}

    /// @param today the day whose law is compiled, beside the days on which some rule or value changes (the latest {@value #DAYS} and all to come)
    public static List<Finding> run(Rulebook book, LocalDate today) {
        return run(book, today, null, Set.of());
    }

    /// The checks of a draft while it is written: packs whose chain is the base's own have passed with it, and of the days on which the law changes only today's, those to come and
    /// the `touched` ones are compiled. What is to take force goes through [#run(Rulebook, LocalDate)].
    ///
    /// @param base a rulebook that has passed its checks
    public static List<Finding> draft(Rulebook book, LocalDate today, Rulebook base, Set<LocalDate> touched) {
        return run(book, today, base, touched);
    }

    private static List<Finding> run(Rulebook book, LocalDate today, Rulebook base, Set<LocalDate> touched) {
        var findings = new LinkedHashSet<>(book.findings());
        var fired = new HashSet<String>();
        boolean whole = book.findings().isEmpty();
        var read = new HashSet<String>();
        var ids = new java.util.LinkedHashMap<String, String>();
        for (var pack : book.packs()) {
            try {
                if (base != null && base.packs().stream().anyMatch(p -> p.code().equals(pack.code())) && book.same(base, pack.code())) continue;
                var law = book.law(pack.code());
                findings.addAll(law.findings);
                findings.addAll(Parameters.check(law, pack));
                findings.addAll(Citing.check(law, pack));
                if (!law.findings.isEmpty()) { whole = false; continue; }
                Set<Finding> never = null;
                for (var day : days(law, today)) {
                    if (base != null && day.isBefore(today) && !touched.contains(day)) continue;
                    var plan = book.at(pack.code(), day);
                    // A rule of one period is out of reach in another: only what no day reaches is wrong.
                    var unreached = new LinkedHashSet<Finding>();
                    for (var f : plan.check()) if (f.message().startsWith(Plan.NEVER)) unreached.add(f); else findings.add(f);
                    if (never == null) never = unreached; else never.retainAll(unreached);
                    read.addAll(plan.parametersRead());
                    ids.putAll(plan.ruleIds());
                }
                // Whether a rule is reached at all is known only when every day was looked at.
                if (never != null && base == null) findings.addAll(never);
            } catch (PolicyException e) {
                whole = false;
                findings.add(Finding.error(pack.folder(), e.getMessage()));
            }
        }
        findings.addAll(Citing.coverage(book));
        if (whole) {
            for (var r : TestRun.of(book).fired) fired.add(r);
            for (var id : ids.entrySet()) if (!fired.contains(id.getKey())) findings.add(Finding.warning("“" + id.getValue() + "” 规则 " + id.getKey(), "没有任何用例用到这条规则"));
            if (base == null) unread(book, read, findings);
        }
        return distinct(findings);
    }

    /// The same hole seen on several days, or at two calls of one function, is told once.
    private static List<Finding> distinct(Set<Finding> findings) {
        var seen = new HashSet<String>();
        return findings.stream().filter(f -> seen.add(f.place() + f.message().split("；例如")[0])).toList();
    }

    private static void unread(Rulebook book, Set<String> read, Set<Finding> findings) {
        for (var pack : book.packs()) for (var p : pack.parameters()) {
            if (p.meta() != null && p.meta().payable() && !read.contains(p.name())) findings.add(Finding.warning(p.place(), "参数“" + p.name() + "”没有任何规则读取"));
        }
    }

    /// Dates written in cells and formulas, and the days before them.
    private static void literals(Law.Rule rule, TreeSet<LocalDate> days) {
        var m = LITERAL.matcher(String.valueOf(rule.decision() == null ? rule.function().logic() : rule.decision().logic()));
        while (m.find()) {
            try {
                var d = LocalDate.parse(m.group(1));
                days.add(d);
                days.add(d.minusDays(1));
            } catch (java.time.format.DateTimeParseException e) {
                // The compiler refuses it with its cell.
            }
        }
    }

    /// Today and the days on which the law changes, from the first day on which every decision has a version.
    static TreeSet<LocalDate> days(Law law, LocalDate today) {
        LocalDate first = LocalDate.MIN;
        var days = new TreeSet<LocalDate>();
        for (var list : law.rules.values()) {
            LocalDate own = null;
            boolean always = false;
            for (var r : list) {
                if (r.from() == null) always = true;
                else { days.add(r.from()); own = own == null || r.from().isBefore(own) ? r.from() : own; }
                if (r.until() != null) days.add(r.until());
            }
            if (!always && own != null && own.isAfter(first)) first = own;
        }
        for (var s : law.sources.values()) if (s.effective() != null && first == LocalDate.MIN) first = s.effective();
        for (var p : law.parameters.values()) for (var v : p.values()) {
            days.add(v.from());
            if (v.until() != null) days.add(v.until());
        }
        for (var list : law.rules.values()) for (var r : list) literals(r, days);
        var start = first;
        var earliest = law.sources.values().stream().map(Pack.Source::effective).filter(java.util.Objects::nonNull).min(LocalDate::compareTo).orElse(LocalDate.MIN);
        days.removeIf(d -> d.isBefore(start) || d.isBefore(earliest));
        while (days.size() > DAYS && days.first().isBefore(today)) days.pollFirst();
        days.add(today);
        return days;
    }
}
