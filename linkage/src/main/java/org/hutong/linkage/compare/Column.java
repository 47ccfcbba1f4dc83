package org.hutong.linkage.compare;

import org.hutong.linkage.han.HanText;
import org.hutong.linkage.model.Field;
import org.hutong.linkage.model.FieldType;
import org.hutong.linkage.text.Values;

/// The normalised values of one column, by code, and where each row keeps its code.
///
/// Columns whose values may stand in each other's place (given name and surname; two address lines) share `values`.
public final class Column {
    /// What most of the values of a column are written in; how they are compared follows from it.
    enum Script { HAN, DIGITS, OTHER }

    private static final double USUAL = 500;
    public final Field field;
    public final int slot;
    public final Values values;
    /// Raw dictionary code to normalised code.
    final int[] ofRaw;
    final Script script;
    /// Rows with each code, left (or only) list and right list.
    int[] leftCounts;
    int[] rightCounts;
    int leftPresent;
    int rightPresent;

    /// `script` null: as the first thousand values have it.
    Column(Field field, int slot, Values values, int[] ofRaw, Script script) {
        this.field = field;
        this.slot = slot;
        this.values = values;
        this.ofRaw = ofRaw;
        this.script = script != null ? script : script(values);
    }

    private static Script script(Values values) {
        int n = Math.min(1000, values.size()), han = 0, digits = 0;
        for (int code = 1; code <= n; code++) {
            String text = values.text(code);
            if (HanText.han(text)) han++;
            else if (text.chars().allMatch(Character::isDigit)) digits++;
        }
        return han * 2 > n ? Script.HAN : digits * 2 > n ? Script.DIGITS : Script.OTHER;
    }

    /// Whether the column may say what stands in others ([Tidy]).
    public boolean tidies() {
        return field.type() == FieldType.ID_NUMBER || field.type() == FieldType.DATE && field.self();
    }

    public String text(int code) {
        return values.text(code);
    }

    /// Chance that two random rows (one from each list) that both have a value have the same one.
    double sameByChance(boolean two) {
        double same = 0;
        if (two) {
            for (int c = 1; c < leftCounts.length; c++) same += (double) leftCounts[c] * rightCounts[c];
            return same / Math.max(1.0, (double) leftPresent * rightPresent);
        }
        for (int c = 1; c < leftCounts.length; c++) same += (double) leftCounts[c] * (leftCounts[c] - 1);
        return same / Math.max(1.0, (double) leftPresent * (leftPresent - 1));
    }

    /// As [#sameByChance], but a handful of rows says little about chance: what is usual for the type counts as [#USUAL] pairs seen before.
    double sameByChanceSmoothed(boolean two) {
        double pairs = two ? (double) leftPresent * rightPresent : leftPresent * (leftPresent - 1.0) / 2;
        return (sameByChance(two) * pairs + field.type().usualChance() * USUAL) / (pairs + USUAL);
    }

    /// Share of rows with this code in the list where it is commoner, never under one row.
    double share(int code, boolean two) {
        double left = (double) leftCounts[code] / Math.max(1, leftPresent);
        double right = two ? (double) rightCounts[code] / Math.max(1, rightPresent) : 0;
        return Math.max(Math.max(left, right), 1.0 / Math.max(1, Math.max(leftPresent, rightPresent)));
    }

    public double presentShare(boolean right) {
        return right ? rightPresent : leftPresent;
    }
}
