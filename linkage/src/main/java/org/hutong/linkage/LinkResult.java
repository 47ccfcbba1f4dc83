package org.hutong.linkage;

import java.util.List;
import org.hutong.linkage.compare.Records;
import org.hutong.linkage.table.Encoder;
import org.hutong.linkage.train.Weights;

/// The outcome of a run: scored pairs, the threshold at work, clusters, and what was done to get there.
///
/// @param probability of each pair, after rivals for the same row are weighed in
/// @param lists       ids of all rows: a long right list's rows that met no row of the left one are listed but not among the records
/// @param blocking    what was compared, capped and, by estimate, missed
public record LinkResult(Records records, Weights weights, Pairs pairs, float[] probability, double threshold, Clusters clusters,
                         Blocking blocking, List<Stages.Stage> stages, Encoder lists) {
    /// One blocking rule's share.
    public record RuleReport(String rule, long pairs, int cappedBlocks, long cappedPairs) {}

    /// @param missed estimated share of true pairs that no rule brings together
    public record Blocking(List<RuleReport> rules, long compared, double missed) {}

    public boolean linked(int pair) {
        return probability[pair] >= threshold;
    }

    public String id(int row) {
        return lists.id(lists.place(row));
    }

    /// The waterfall of a scored pair.
    public Explanation explain(int pair) {
        int a = pairs.left[pair], b = pairs.right[pair];
        return Explanation.of(records, weights, a, b, id(a), id(b), probability[pair], pairs.held(pair));
    }

    /// Cluster of a pair, or 0 when its rows are not in one.
    public int cluster(int pair) {
        int c = clusters.ofRow[pairs.left[pair]];
        return c == clusters.ofRow[pairs.right[pair]] ? c : 0;
    }
}
