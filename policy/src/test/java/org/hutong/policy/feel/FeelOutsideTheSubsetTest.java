package org.hutong.policy.feel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeelOutsideTheSubsetTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"for x in [1] return x|for", "some x in [1] satisfies x > 0|some", "every x in [1] satisfies x > 0|every", "function(x) x|function", "{a: 1}|上下文 {…}",
        "1 instance of number|instance of", "1 +|语法", "(1|语法", "\"a|语法", "1 1|语法", "a b|语法"})
    void isRefusedByTheNameOfTheConstruct(String text, String construct) {
        assertThatThrownBy(() -> Parser.expression(text, Set.of())).isInstanceOfSatisfying(FeelException.class, e -> assertThat(e.construct()).isEqualTo(construct));
    }

    @Test
    void theLongestKnownNameWins() {
        assertThat(Parser.expression("Monthly Salary * 2", Set.of("Monthly Salary"))).isEqualTo(new Expr.Arith("*", new Expr.Name("Monthly Salary"), new Expr.Num(new java.math.BigDecimal("2"))));
    }

    @Test
    void anEmptyCellAndADashAcceptAnything() {
        assertThat(Parser.cell("-", Set.of())).isEqualTo(List.of(new Expr.Test.Any()));
        assertThat(Parser.cell(" ", Set.of())).isEqualTo(List.of(new Expr.Test.Any()));
    }

    @Test
    void aRangeKeepsItsEnds() {
        assertThat(Parser.cell("[6..12)", Set.of()).getFirst()).isInstanceOfSatisfying(Expr.Test.InRange.class, r -> {
            assertThat(r.range().lowIncluded()).isTrue();
            assertThat(r.range().highIncluded()).isFalse();
        });
    }
}
