package org.hutong.rulebook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What two rulebooks say of some children, added up. `a` is the first rulebook, `b` the second; money in 分.
///
/// @param children   how many were asked about
/// @param changed    told otherwise, without money
/// @param unreadable with a fact outside its domain: nothing is said of them
/// @param aCliffs    who would lose more than a small rise of income brings
/// @param spread     how many get how much more a month
public record WhatIfFigures(int children, int gainers, int losers, int changed, int unreadable, int aCliffs, int bCliffs, List<ByProgramme> programmes,
        List<ByCategory> categories, List<ByRule> rules, List<ByMonth> months, List<Spread> spread) {

    static final WhatIfFigures NONE = new WhatIfFigures(0, 0, 0, 0, 0, 0, 0, List.of(), List.of(), List.of(), List.of(), List.of());

    /// @param period    `month`, `year`, `once`, or null where no money is paid
    /// @param aFen      on the day: a month's money, or what is paid once or once a year
    /// @param aYearFen  in the budget year
    public record ByProgramme(String code, String name, String kind, @Nullable String period, int aYes, int bYes, int aPending, int bPending, long aFen, long bFen,
            int gainers, int losers, long aYearFen, long bYearFen) {}

    /// @param aFen a month's money of the children who hold the category; a child may hold several
    public record ByCategory(String code, String name, int a, int b, int aPending, int bPending, long aFen, long bFen) {}

    /// Money that rests on one rule of one table, programme by programme.
    public record ByRule(String programme, String table, String rule, int a, int b, long aFen, long bFen) {}

    /// @param month `2027-01`; what is paid once or once a year counts in the first month it is due
    public record ByMonth(String month, long aFen, long bFen) {}

    /// @param fen more a month, less where negative
    public record Spread(long fen, int children) {}

    public long aYearFen() {
        return months.stream().mapToLong(ByMonth::aFen).sum();
    }

    public long bYearFen() {
        return months.stream().mapToLong(ByMonth::bFen).sum();
    }

    public long aMonthFen() {
        return programmes.stream().filter(one -> "month".equals(one.period())).mapToLong(ByProgramme::aFen).sum();
    }

    public long bMonthFen() {
        return programmes.stream().filter(one -> "month".equals(one.period())).mapToLong(ByProgramme::bFen).sum();
    }

    WhatIfFigures plus(WhatIfFigures other) {
        return new WhatIfFigures(children + other.children, gainers + other.gainers, losers + other.losers, changed + other.changed, unreadable + other.unreadable,
                aCliffs + other.aCliffs, bCliffs + other.bCliffs,
                joined(programmes, other.programmes, ByProgramme::code, (x, y) -> new ByProgramme(x.code, x.name, x.kind, x.period, x.aYes + y.aYes, x.bYes + y.bYes,
                        x.aPending + y.aPending, x.bPending + y.bPending, x.aFen + y.aFen, x.bFen + y.bFen, x.gainers + y.gainers, x.losers + y.losers,
                        x.aYearFen + y.aYearFen, x.bYearFen + y.bYearFen)),
                joined(categories, other.categories, ByCategory::code, (x, y) -> new ByCategory(x.code, x.name, x.a + y.a, x.b + y.b, x.aPending + y.aPending,
                        x.bPending + y.bPending, x.aFen + y.aFen, x.bFen + y.bFen)),
                joined(rules, other.rules, one -> one.programme + "\n" + one.table + "\n" + one.rule,
                        (x, y) -> new ByRule(x.programme, x.table, x.rule, x.a + y.a, x.b + y.b, x.aFen + y.aFen, x.bFen + y.bFen)),
                joined(months, other.months, ByMonth::month, (x, y) -> new ByMonth(x.month, x.aFen + y.aFen, x.bFen + y.bFen)),
                joined(spread, other.spread, Spread::fen, (x, y) -> new Spread(x.fen, x.children + y.children)));
    }

    private static <T> List<T> joined(List<T> some, List<T> others, Function<T, Object> key, BinaryOperator<T> sum) {
        var all = new LinkedHashMap<Object, T>();
        some.forEach(one -> all.merge(key.apply(one), one, sum));
        others.forEach(one -> all.merge(key.apply(one), one, sum));
        return new ArrayList<>(all.values());
    }
}
