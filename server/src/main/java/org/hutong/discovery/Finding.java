package org.hutong.discovery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hutong.registry.FactKinds;
import org.hutong.registry.FactView;
import org.hutong.rulebook.Assessment;
import org.hutong.rulebook.Comparison;
import org.jspecify.annotations.Nullable;

/// What one row of the rulebook's comparisons found about one child, before anybody was told.
///
/// @param programme what a confirmed lead would be applied for; null where nothing is
/// @param about     what the finding is about beside its evidence, so that another month or another payment is another lead
/// @param words     how it is told; asked for where it becomes a lead, since most findings of a night are leads already
record Finding(Comparison rule, @Nullable String programme, String level, List<Evidence> evidence, String about, Supplier<Words> words) {

    record Words(int confidence, String confidenceWhy, String sentence, String why, Assessment.@Nullable Clause clause) {}

    Finding(Comparison rule, @Nullable String programme, String level, int confidence, String confidenceWhy, String sentence, String why, Assessment.@Nullable Clause clause,
            List<Evidence> evidence, String about) {
        this(rule, programme, level, evidence, about, () -> new Words(confidence, confidenceWhy, sentence, why, clause));
    }

    /// One line of evidence.
    ///
    /// @param label whose and what: 父亲 王大海 · 死亡
    /// @param value with its end where it has one
    /// @param key   what makes it the same evidence another night
    record Evidence(String label, String value, LocalDate from, @Nullable String list, @Nullable String listName, @Nullable UUID deliveryId, @Nullable Integer row,
            String source, String key) {

        static Evidence of(String whose, String name, FactView fact) {
            var value = fact.kind().equals(FactKinds.DEATH) ? "死亡" : fact.value();
            var source = fact.source();
            return new Evidence(whose + " " + name + " · " + fact.kindName(), value + (source.isListed() && fact.trueTo() != null ? "，至 " + fact.trueTo() : ""), fact.trueFrom(),
                    source.list(), source.listName(), source.deliveryId(), source.row(), source.text(),
                    whose + "|" + fact.kind() + "|" + fact.value() + "|" + fact.trueFrom() + "|" + fact.trueTo());
        }

        boolean isListed() {
            return list != null;
        }
    }

    static Assessment.@Nullable Clause clause(@Nullable String id) {
        if (id == null || id.isBlank()) {
            return null;
        }
        return new Assessment.Clause(id, id, "", "");
    }

    /// The same lead on the same evidence has the same print; it does not come back unless its facts changed.
    String fingerprint() {
        var text = evidence.stream().map(Evidence::key).sorted().collect(Collectors.joining("\n")) + "\n" + about;
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
