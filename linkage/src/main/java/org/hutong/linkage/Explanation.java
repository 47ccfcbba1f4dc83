package org.hutong.linkage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hutong.linkage.compare.Comparator;
import org.hutong.linkage.compare.Guard;
import org.hutong.linkage.compare.Records;
import org.hutong.linkage.train.Weights;

/// Why a pair has its weight: the prior, then each column's level and what it adds (log2), in the model's order; they sum to `weight`.
///
/// @param held why the pair is left to a person whatever its weight, or NONE
public record Explanation(String left, String right, double prior, List<Step> steps, double weight, double probability, Guard.Reason held) {
    /// One column's step.
    ///
    /// @param level    Chinese word for how alike the values are
    /// @param weight   what it adds or takes, rarity included
    /// @param rarity   the part that comes from how common the shared value is
    /// @param given    the column whose agreement was already taken into account, or empty
    public record Step(String column, String left, String right, String level, double weight, double rarity, String given) {}

    static Explanation of(Records records, Weights weights, int a, int b, String left, String right, double probability, Guard.Reason held) {
        long pattern = records.pattern(records.scratch(), a, b), agree = weights.agree(pattern);
        List<Step> steps = new ArrayList<>();
        double sum = weights.prior;
        for (Comparator c : records.comparators) {
            int level = (int) (pattern >>> (c.place << 2)) & 15;
            double part = weights.part(records, c, pattern, agree, records.at(a)), plain = weights.plainPart(c, pattern, agree);
            int parent = level == 0 ? -1 : weights.parent(c.place, agree);
            sum += part;
            steps.add(new Step(c.column.field.column(), c.column.text(records.cells[records.at(a) + c.column.slot]),
                    c.column.text(records.cells[records.at(b) + c.column.slot]), c.levelName(level), part, part - plain,
                    parent < 0 ? "" : records.comparators.get(parent).column.field.column()));
        }
        return new Explanation(left, right, weights.prior, List.copyOf(steps), sum, probability, held);
    }

    /// The waterfall in Chinese, one step a line.
    public String text() {
        StringBuilder out = new StringBuilder();
        out.append(String.format(Locale.ROOT, "%s 与 %s：权重 %.1f，概率 %.4f%n", left, right, weight, probability));
        out.append(String.format(Locale.ROOT, "  起点（任意两行是同一人的机会）%+.1f%n", prior));
        for (Step s : steps) {
            out.append(String.format(Locale.ROOT, "  %s %s：“%s”与“%s” %+.1f", s.column, s.level, s.left, s.right, s.weight));
            if (Math.abs(s.rarity) >= 0.05) out.append(String.format(Locale.ROOT, "（其中取值%s %+.1f）", s.rarity > 0 ? "少见" : "常见", s.rarity));
            if (!s.given.isEmpty()) out.append("（已计入“").append(s.given).append("”相同）");
            out.append('\n');
        }
        if (held != Guard.Reason.NONE) out.append("  ").append(held.chinese()).append('\n');
        return out.toString();
    }
}
