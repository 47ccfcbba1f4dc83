package org.hutong.linkage.han;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// GB 11643 numbers. All numbers here are made up, with region codes that begin with 99.
class IdentityNumberTest {
    private static final long SEED = 20261123L;

    private static String random(SplittableRandom random) {
        String first = "99%04d%04d%02d%02d%03d".formatted(random.nextInt(10_000), 1950 + random.nextInt(70), 1 + random.nextInt(12), 1 + random.nextInt(28), random.nextInt(1000));
        return first + IdNumber.check(first);
    }

    @Test
    void everySingleWrongDigitIsNoticedAndTheTrueNumberIsAmongTheRepairs() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 300; i++) {
            String number = random(random);
            int at = random.nextInt(17);
            char other = (char) ('0' + (number.charAt(at) - '0' + 1 + random.nextInt(9)) % 10);
            IdNumber wrong = IdNumber.parse(number.substring(0, at) + other + number.substring(at + 1));
            assertThat(wrong.valid()).as("seed %d, %s at %d", SEED, number, at).isFalse();
            assertThat(wrong.repairs()).as("seed %d, %s at %d", SEED, number, at).contains(number);
        }
    }

    @Test
    void everySwapOfNeighboursIsNoticedAndTheTrueNumberIsAmongTheRepairs() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 300; i++) {
            String number = random(random);
            int at = random.nextInt(16);
            if (number.charAt(at) == number.charAt(at + 1)) continue;
            IdNumber wrong = IdNumber.parse(number.substring(0, at) + number.charAt(at + 1) + number.charAt(at) + number.substring(at + 2));
            assertThat(wrong.valid()).as("seed %d, %s at %d", SEED, number, at).isFalse();
            assertThat(wrong.repairs()).as("seed %d, %s at %d", SEED, number, at).contains(number);
        }
    }

    @Test
    void aLostDigitCanBeRepaired() {
        String number = random(new SplittableRandom(SEED));
        assertThat(IdNumber.parse(number.substring(0, 9) + number.substring(10) + "X").text()).hasSize(18);
        assertThat(IdNumber.parse(number + "7").repairs()).contains(number);
    }

    @Test
    void fifteenDigitsOfAnAdultBecomeEighteenAndThoseOfAChildOfTheNewCenturyDoNot() {
        IdNumber old = IdNumber.parse("990101650312123");
        assertThat(old.valid()).isTrue();
        assertThat(old.text()).startsWith("99010119650312123");
        assertThat(old.birth()).contains(LocalDate.of(1965, 3, 12));
        assertThat(IdNumber.parse("990101991201123").valid()).as("December 1999 is after the change to eighteen").isFalse();
    }

    @Test
    void blanksFullWidthSmallXAndLettersForDigitsAreCleaned() {
        String x = "99010120100101";
        for (int sequence = 0; sequence < 1000; sequence++) {
            String number = x + "%03d".formatted(sequence);
            if (IdNumber.check(number) != 'X') continue;
            assertThat(IdNumber.parse(" " + number.substring(0, 6) + " " + number.substring(6) + "x").text()).isEqualTo(number + "X");
            assertThat(IdNumber.parse((number + "X").replace('9', '９')).text()).isEqualTo(number + "X");
            assertThat(IdNumber.parse((number + "X").replace('0', 'O')).text()).isEqualTo(number + "X");
            assertThat(IdNumber.parse("'" + number + "X").text()).isEqualTo(number + "X");
            assertThat(IdNumber.parse(number).text()).as("missing check character").isEqualTo(number + "X");
            return;
        }
    }

    @Test
    void aNumberTurnedIntoFloatingPointIsRefused() {
        assertThat(IdNumber.parse("1.20101E+17").status()).isEqualTo(IdNumber.Status.FLOAT);
        assertThat(IdNumber.parse("1.20101201001011E+17").status()).isEqualTo(IdNumber.Status.FLOAT);
        assertThat(IdNumber.parse("120101201001011000.0").status()).isEqualTo(IdNumber.Status.FLOAT);
    }

    @Test
    void aStopgapIsNoNumber() {
        for (String text : new String[] {"", "   ", "无", "000000000000000000", "111111111111111111", "123456789012345678"}) {
            assertThat(IdNumber.parse(text).status()).as(text).isEqualTo(IdNumber.Status.MISSING);
        }
    }

    @Test
    void anUnknownRegionIsNoErrorAndSexComesFromTheSequence() {
        String first = "99999920100101" + "123";
        IdNumber number = IdNumber.parse(first + IdNumber.check(first));
        assertThat(number.valid()).isTrue();
        assertThat(number.region()).contains("999999");
        assertThat(number.sex()).contains("m");
    }

    @Test
    void theFastTestOfABufferAgreesWithParsing() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 2000; i++) {
            char[] c = random(random).toCharArray();
            if (random.nextBoolean()) c[random.nextInt(17)] = (char) ('0' + random.nextInt(10));
            assertThat(IdNumber.valid(c, 0)).as("seed %d, %s", SEED, new String(c)).isEqualTo(IdNumber.parse(new String(c)).valid());
        }
    }
}
