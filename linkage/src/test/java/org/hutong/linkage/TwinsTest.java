package org.hutong.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.hutong.linkage.bench.ChinesePeople;
import org.hutong.linkage.compare.Guard;
import org.hutong.linkage.han.IdNumber;
import org.hutong.linkage.table.Source;
import org.junit.jupiter.api.Test;

/// Rows added by hand to a made-up list, so that there is something to learn from.
class TwinsTest {
    private static String number(String sequence) {
        String first = "99010120150607" + sequence;
        return first + IdNumber.check(first);
    }

    private static List<String> row(String id, String name, String number, String guardianNumber) {
        return List.of(id, name, "女", "2015-06-07", number, "13912345678", "990101001201", "海津市东河区东安镇东王庄村3组21号", "王建国", guardianNumber, id);
    }

    private static LinkResult link(List<List<String>> more) {
        List<List<String>> table = new ArrayList<>();
        new ChinesePeople(5, 1).list(3000, table::add);
        table.addAll(more);
        try (Linker linker = new Linker(Model.parse(PlantedTruthTest.CHINESE, "cn"))) {
            return linker.link(Source.rows("名单", ChinesePeople.HEADER, table));
        }
    }

    private static int pair(LinkResult result, String left, String right) {
        for (int i = 0; i < result.pairs().size(); i++) {
            if (result.id(result.pairs().left(i)).equals(left) && result.id(result.pairs().right(i)).equals(right)) return i;
        }
        throw new AssertionError("the pair " + left + ", " + right + " was not kept");
    }

    @Test
    void twinsWithNeighbouringNumbersAreShownNotMerged() {
        LinkResult result = link(List.of(row("甲", "王梓涵", number("122"), ""), row("乙", "王梓萱", number("124"), "")));
        int pair = pair(result, "甲", "乙");
        assertThat(result.linked(pair)).isFalse();
        assertThat(result.cluster(pair)).isZero();
        assertThat(result.pairs().held(pair)).isEqualTo(Guard.Reason.TWO_NUMBERS);
        assertThat(result.explain(pair).text()).contains("两个身份证号均有效且不同");
    }

    @Test
    void twinsOfWhomOneHasNoNumberAreLeftToAPerson() {
        LinkResult result = link(List.of(row("甲", "王梓涵", number("122"), ""), row("乙", "王梓萱", "", "")));
        int pair = pair(result, "甲", "乙");
        assertThat(result.linked(pair)).isFalse();
        assertThat(result.pairs().held(pair)).isEqualTo(Guard.Reason.TWINS);
    }

    @Test
    void aMistypedNumberUnderTheSameNameIsOnePerson() {
        String good = number("122"), wrong = good.substring(0, 15) + (good.charAt(15) == '9' ? '8' : '9') + good.substring(16);
        LinkResult result = link(List.of(row("甲", "王梓涵", good, ""), row("乙", "王梓涵", wrong, "")));
        assertThat(result.linked(pair(result, "甲", "乙"))).isTrue();
    }

    @Test
    void oneNumberUnderTwoQuiteDifferentNamesIsNeverLinkedSilently() {
        LinkResult result = link(List.of(row("甲", "王梓涵", number("122"), ""), row("乙", "赵铁柱", number("122"), "")));
        int pair = pair(result, "甲", "乙");
        assertThat(result.linked(pair)).isFalse();
        assertThat(result.pairs().held(pair)).isEqualTo(Guard.Reason.ONE_NUMBER_TWO_NAMES);
    }

    @Test
    void aHomophoneUnderTheSameNumberIsOnePerson() {
        LinkResult result = link(List.of(row("甲", "王梓涵", number("122"), ""), row("乙", "王子晗", number("122"), "")));
        assertThat(result.linked(pair(result, "甲", "乙"))).isTrue();
    }

    @Test
    void theGuardiansNumberInTheChildsFieldIsNotTakenForTheChilds() {
        String first = "99010119850102123", guardian = first + IdNumber.check(first);
        LinkResult result = link(List.of(row("甲", "王梓涵", number("122"), ""), row("乙", "王梓涵", guardian, "")));
        assertThat(result.linked(pair(result, "甲", "乙"))).isTrue();
        assertThat(result.records().notices).anyMatch(n -> n.contains("不是本人号码"));
    }
}
