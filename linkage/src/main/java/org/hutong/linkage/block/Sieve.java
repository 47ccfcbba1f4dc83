package org.hutong.linkage.block;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hutong.linkage.compare.Atom;
import org.hutong.linkage.compare.Records;

/// Lets rows of a long second list through that share a blocking key with a row of the first, and a few others by chance.
///
/// A bit table for each rule (a Bloom filter whose four bits stand in one word): a row of the first list is never forgotten, and a key costs one look
/// into memory.
public final class Sieve {
    private final List<Rule> rules;
    private final long[][] bits;
    private final int mask;

    /// `records` with the first list's rows on the left.
    public Sieve(List<Rule> rules, Records records) {
        this.rules = rules;
        int words = Integer.highestOneBit(Math.max(64, records.leftRows - 1)) * 2;
        mask = words - 1;
        bits = new long[rules.size()][words];
        Keys keys = new Keys(rules, records);
        for (int k = 0; k < bits.length; k++) {
            for (int r = 0; r < records.leftRows; r++) {
                long key = keys.of(k, r);
                if (key != 0) bits[k][word(key)] |= pattern(key);
            }
        }
    }

    /// Rows that share a key; safe for several threads.
    public BitSet pass(Records part) {
        Keys keys = new Keys(rules, part);
        BitSet pass = new BitSet(part.rows);
        // rule by rule: looks into one table do not wait for one another
        for (int k = 0; k < bits.length; k++) {
            long[] table = bits[k];
            for (int r = 0; r < part.rows; r++) {
                long key = keys.of(k, r), pattern = pattern(key);
                if (key != 0 && (table[word(key)] & pattern) == pattern) pass.set(r);
            }
        }
        return pass;
    }

    private int word(long key) {
        return (int) (key >>> 32) & mask;
    }

    private static long pattern(long key) {
        return 1L << key | 1L << (key >>> 6) | 1L << (key >>> 12) | 1L << (key >>> 18);
    }

    /// Keys of all rules for some rows, the same number for the same key whatever list it stands in.
    private static final class Keys {
        private final Records records;
        private final int[][] slots;
        private final long[][][] values;

        Keys(List<Rule> rules, Records records) {
            this.records = records;
            Map<String, long[]> made = new HashMap<>();
            slots = new int[rules.size()][];
            values = new long[rules.size()][][];
            for (int k = 0; k < slots.length; k++) {
                List<Atom> atoms = rules.get(k).atoms();
                slots[k] = new int[atoms.size() * 2];
                values[k] = new long[atoms.size() * 2][];
                for (int i = 0; i < atoms.size(); i++) {
                    Atom atom = records.atom(atoms.get(i).name());
                    slots[k][2 * i] = atom.column().slot;
                    values[k][2 * i] = made.computeIfAbsent(atom.name(), name -> atom.keys());
                    if (atom.second() == null) continue;
                    slots[k][2 * i + 1] = atom.second().slot;
                    values[k][2 * i + 1] = values[k][2 * i];
                }
            }
        }

        /// 0 where a part of the key is missing.
        long of(int rule, int row) {
            long key = 0x9E3779B97F4A7C15L;
            int at = row * records.stride;
            int[] slot = slots[rule];
            long[][] value = values[rule];
            for (int i = 0; i < slot.length; i += 2) {
                long part = value[i][records.cells[at + slot[i]]];
                if (part == 0) return 0;
                if (value[i + 1] != null) {
                    long other = value[i + 1][records.cells[at + slot[i + 1]]];
                    if (other == 0) return 0;
                    part = Math.min(part, other) * 31 + Math.max(part, other);
                }
                key = (key ^ part) * 0xBF58476D1CE4E5B9L;
                key ^= key >>> 31;
            }
            return key == 0 ? 1 : key;
        }
    }
}
