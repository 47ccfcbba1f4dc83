package org.hutong.linkage.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SimilarityTest {
    private static final long SEED = 20261123L;
    private final Similarity similarity = new Similarity();

    @Test
    void knownValuesOfJaroWinkler() {
        assertThat(similarity.jaroWinkler("martha", "marhta")).isCloseTo(0.9611, within(1e-4));
        assertThat(similarity.jaroWinkler("dwayne", "duane")).isCloseTo(0.84, within(1e-4));
        assertThat(similarity.jaroWinkler("abc", "xyz")).isZero();
    }

    @Test
    void oneChineseCharacterIsOneStep() {
        assertThat(similarity.distance("张三", "张四")).isEqualTo(1);
        assertThat(similarity.distance("王小明", "王明小")).isEqualTo(1);
    }

    @Test
    void theBitParallelDistanceEqualsTheTextbookTable() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 3000; i++) {
            String a = text(random), b = text(random);
            assertThat(similarity.distance(a, b)).as("seed %d: %s / %s", SEED, a, b).isEqualTo(table(a, b));
        }
    }

    private static String text(SplittableRandom random) {
        StringBuilder out = new StringBuilder();
        for (int n = random.nextInt(1, 12); n > 0; n--) out.append((char) ('a' + random.nextInt(4)));
        return out.toString();
    }

    /// Edits with swaps of neighbours, each part of a text touched once.
    private static int table(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) d[i][0] = i;
        for (int j = 0; j <= b.length(); j++) d[0][j] = j;
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + same);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
            }
        }
        return d[a.length()][b.length()];
    }
}
