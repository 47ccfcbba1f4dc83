package org.hutong.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CitizenIdTests {

    /// The worked example of GB 11643-1999, clause 4.3 and its appendix: 11010519491231002X.
    @Test
    void theStandardsOwnExampleIsGood() {
        var id = CitizenId.parse("11010519491231002X").orElseThrow();
        assertThat(id.born()).isEqualTo(LocalDate.of(1949, 12, 31));
        assertThat(id.sex()).isEqualTo("女");
        assertThat(id.last4()).isEqualTo("002X");
        assertThat(id.masked()).isEqualTo("110105********002X");
        assertThat(id.toString()).doesNotContain("1949");
    }

    @Test
    void fullWidthSmallLettersSpacesAndQuotesArePutRight() {
        assertThat(CitizenId.parse(" '１１０１０５　19491231002x\u200B").orElseThrow().number()).isEqualTo("11010519491231002X");
    }

    @Test
    void fifteenCharactersBecomeEighteen() {
        assertThat(CitizenId.parse("110105491231002").orElseThrow().number()).isEqualTo("11010519491231002X");
        assertThat(CitizenId.check("110105491231002")).isEqualTo(CitizenId.Verdict.FIFTEEN);
    }

    @Test
    void eachFaultIsNamed() {
        assertThat(CitizenId.check("")).isEqualTo(CitizenId.Verdict.EMPTY);
        assertThat(CitizenId.check(null)).isEqualTo(CitizenId.Verdict.EMPTY);
        assertThat(CitizenId.check("1101051949123100")).isEqualTo(CitizenId.Verdict.LENGTH);
        assertThat(CitizenId.check("11010519491231O02X")).isEqualTo(CitizenId.Verdict.CHARACTERS);
        assertThat(CitizenId.check("1101051949123X0020")).isEqualTo(CitizenId.Verdict.CHARACTERS);
        assertThat(CitizenId.check("110105194902300020")).isEqualTo(CitizenId.Verdict.BIRTH_DATE);
        assertThat(CitizenId.check("110105194912310020")).isEqualTo(CitizenId.Verdict.CHECK_DIGIT);
    }

    @Test
    void anUnknownAreaIsNoError() {
        assertThat(valid("990000", "20150228", "123")).isPresent();
    }

    private static java.util.Optional<CitizenId> valid(String area, String born, String order) {
        for (var check : "0123456789X".toCharArray()) {
            var id = CitizenId.parse(area + born + order + check);
            if (id.isPresent()) {
                return id;
            }
        }
        return java.util.Optional.empty();
    }

    /// ISO 7064 MOD 11-2 finds every single wrong character and every exchange of two neighbours.
    @Test
    void everyMistypedOrTransposedNumberIsFoundByTheCheckDigitOrAnEarlierRule() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        for (var i = 0; i < 2000; i++) {
            var day = LocalDate.of(2008, 1, 1).plusDays(random.nextInt(6500)).toString().replace("-", "");
            var id = valid("%06d".formatted(random.nextInt(1_000_000)), day, "%03d".formatted(random.nextInt(1000))).orElseThrow().number();
            var at = random.nextInt(17);
            var wrong = id.toCharArray();
            wrong[at] = (char) ('0' + (wrong[at] - '0' + 1 + random.nextInt(9)) % 10);
            assertThat(CitizenId.check(new String(wrong)).usable()).as("seed %d", seed).isFalse();
            var swapped = id.toCharArray();
            swapped[at] = id.charAt(at + 1);
            swapped[at + 1] = id.charAt(at);
            if (id.charAt(at) != id.charAt(at + 1)) {
                assertThat(CitizenId.check(new String(swapped)).usable()).as("seed %d", seed).isFalse();
            }
        }
    }

    @Test
    void aWrongNumberIsMaskedToo() {
        assertThat(CitizenId.mask("1101051949123100")).isEqualTo("1101**********00");
        assertThat(CitizenId.mask("123")).isEqualTo("***");
    }
}
