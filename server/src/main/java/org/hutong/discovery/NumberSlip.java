package org.hutong.discovery;

import org.hutong.kernel.CitizenId;
import org.jspecify.annotations.Nullable;

/// How the identity number in a list's cell differs from a person's, in words that name places and no digits.
final class NumberSlip {

    private NumberSlip() {}

    /// Such as 第 12 位不同, 第 12、13 位颠倒, 少 1 位.
    static String of(String listed, @Nullable String ours) {
        var theirs = CitizenId.parse(listed).map(CitizenId::number).orElse(CitizenId.clean(listed));
        if (ours == null || ours.isEmpty()) {
            return CitizenId.parse(listed).isPresent() ? "档案里没有号码" : CitizenId.check(listed).text();
        }
        if (theirs.equals(ours)) {
            return "与档案相同";
        }
        if (theirs.length() != ours.length()) {
            return theirs.length() < ours.length() ? "少 " + (ours.length() - theirs.length()) + " 位" : "多 " + (theirs.length() - ours.length()) + " 位";
        }
        var places = java.util.stream.IntStream.range(0, ours.length()).filter(i -> theirs.charAt(i) != ours.charAt(i)).boxed().toList();
        if (places.size() == 2 && places.get(1) == places.get(0) + 1 && theirs.charAt(places.get(0)) == ours.charAt(places.get(1)) && theirs.charAt(places.get(1)) == ours.charAt(places.get(0))) {
            return "第 " + (places.get(0) + 1) + "、" + (places.get(1) + 1) + " 位颠倒";
        }
        return places.size() == 1 ? "第 " + (places.get(0) + 1) + " 位不同" : "两边有 " + places.size() + " 位不同";
    }
}
