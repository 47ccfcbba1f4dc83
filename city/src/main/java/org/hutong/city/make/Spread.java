package org.hutong.city.make;

import org.hutong.city.CaseKind;
import java.util.Map;

/// Puts exact numbers of planted cases on numbered places, scattered evenly and without keeping a list of places.
final class Spread {

    /// @param nth which one of its kind, from 0
    record Hit(CaseKind kind, int nth) {
    }

    private final int places;
    private final int step;
    private final int shift;
    private final CaseKind[] kinds;
    private final int[] upTo;

    Spread(Map<CaseKind, Integer> counts, int places, long seed) {
        this.places = places;
        kinds = counts.keySet().toArray(CaseKind[]::new);
        upTo = new int[kinds.length];
        var sum = 0;
        for (var i = 0; i < kinds.length; i++) {
            upTo[i] = sum += counts.get(kinds[i]);
        }
        if (sum > places) {
            throw new IllegalArgumentException("儿童人数太少，放不下 " + sum + " 个预设情形");
        }
        var s = Math.max(1, (int) (places * 0.6180339887));
        while (places > 0 && gcd(s, places) != 1) {
            s++;
        }
        step = s;
        shift = places == 0 ? 0 : Dice.of(seed, 77).below(places);
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /// What is planted on a place, or null.
    Hit at(int place) {
        var v = (int) (((long) place * step + shift) % places);
        if (kinds.length == 0 || v >= upTo[kinds.length - 1]) {
            return null;
        }
        var k = 0;
        while (v >= upTo[k]) {
            k++;
        }
        return new Hit(kinds[k], v - (k == 0 ? 0 : upTo[k - 1]));
    }
}
