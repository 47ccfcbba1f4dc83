package org.hutong.policy.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hutong.policy.Facts;
import org.hutong.policy.Outcome;
import org.hutong.policy.Rulebook;
import org.junit.jupiter.api.Test;

/// The day before, of and after every birthday and term the shipped packs cut at, and every change of a standard. What is expected is counted here
/// from the dates alone.
///
/// A term of months or years that finds no day of its number in the last month has run its course when that month is over, so that somebody born
/// on 29 February is of age on 1 March of a common year (民法典 202: the month's last day is then the term's last day).
class BoundaryDaysTest {
    private static final Rulebook BOOK = Rulebook.read(Path.of(System.getProperty("rulebook", "../rulebook")));
    private static final List<String> PLACES = List.of("120104", "120116", "210100", "210200");
    /// Ordinary days, ends of months long and short, both sides of a leap day, and the leap day of years whose 16th and 18th are common and leap.
    private static final List<LocalDate> DAYS = Stream.of("2008-03-08", "2008-02-28", "2008-02-29", "2008-03-01", "2009-02-28", "2010-01-31", "2010-08-31", "2009-12-31", "2010-01-01", "2006-02-28")
            .map(LocalDate::parse).toList();

    private final List<String> wrong = new ArrayList<>();
    private final Map<String, Plan> plans = new HashMap<>();
    private int asked;

    /// First day on which so many months are over.
    private static LocalDate over(LocalDate from, int months) {
        var month = YearMonth.from(from).plusMonths(months);
        return month.isValidDay(from.getDayOfMonth()) ? month.atDay(from.getDayOfMonth()) : month.plusMonths(1).atDay(1);
    }

    private Outcome decided(String place, LocalDate on, Facts facts) {
        return plans.computeIfAbsent(place + on, none -> BOOK.at(place, on)).evaluate(facts, on);
    }

    private void around(String what, LocalDate cut, String place, Function<LocalDate, Facts> facts, Function<Outcome, Outcome.Answer> asked, Outcome.Answer before, Outcome.Answer from) {
        for (int day = -1; day <= 1; day++) {
            var on = cut.plusDays(day);
            var answer = asked.apply(decided(place, on, facts.apply(on)));
            this.asked++;
            if (answer != (day < 0 ? before : from)) wrong.add(place + " " + what + "，界日 " + cut + "，" + on + " 答 " + answer);
        }
    }

    private static Function<Outcome, Outcome.Answer> category(String code) {
        return outcome -> outcome.categories().stream().filter(one -> one.code().equals(code)).findFirst().orElseThrow().answer();
    }

    private static Function<Outcome, Outcome.Answer> programme(String code) {
        return outcome -> outcome.programmes().stream().filter(one -> one.code().equals(code)).findFirst().orElseThrow().answer();
    }

    private static Facts orphan(LocalDate born) {
        return new Facts("孤儿").put("出生日期", born).put("父亲情形", "死亡").put("母亲情形", "死亡").put("养育方式", "散居").put("就读学段", "不在学").put("收养状态", "未被收养");
    }

    private static Facts prisoner(LocalDate born, LocalDate from, LocalDate to) {
        return new Facts("服刑").put("出生日期", born).put("父亲情形", "死亡").put("母亲情形", "服刑在押").put("母亲情形起始日", from).put("母亲情形截止日", to).put("就读学段", "不在学");
    }

    private void nothingWrong(int atLeast) {
        System.out.println("boundary days: " + asked + " answers held, of them wrong " + wrong.size());
        assertThat(wrong).isEmpty();
        assertThat(asked).isGreaterThanOrEqualTo(atLeast);
    }

    @Test
    void aChildIsOneUntilTheEighteenthBirthday() {
        for (var place : PLACES) for (var born : DAYS) {
            var adult = over(born, 18 * 12);
            around("孤儿 " + born, adult, place, on -> orphan(born), category("ORPHAN"), Outcome.Answer.YES, Outcome.Answer.NO);
            around("孤儿基本生活费 " + born, adult, place, on -> orphan(born), programme("GRJB"), standard("孤儿基本生活费标准", place, "散居", adult) == null ? Outcome.Answer.PENDING : Outcome.Answer.YES, Outcome.Answer.NO);
            around("事实无人抚养儿童 " + born, adult, place, on -> prisoner(born, LocalDate.of(2020, 1, 1), LocalDate.of(2040, 1, 1)), category("DE_FACTO"), Outcome.Answer.YES, Outcome.Answer.NO);
            for (var kind : Map.of("低保", "LOW_INCOME", "低保边缘", "MARGINAL", "特困", "DESTITUTE").entrySet()) {
                around(kind.getKey() + "家庭儿童 " + born, adult, place, on -> new Facts("救助").put("出生日期", born).put("家庭救助类别", kind.getKey()), category(kind.getValue()), Outcome.Answer.YES, Outcome.Answer.NO);
            }
        }
        nothingWrong(PLACES.size() * DAYS.size() * 18);
    }

    @Test
    void aChildLeftBehindIsOneUntilTheSixteenthBirthday() {
        for (var place : PLACES) for (var born : DAYS) {
            around("留守儿童 " + born, over(born, 16 * 12), place, on -> new Facts("留守").put("出生日期", born).put("父亲情形", "健在").put("母亲情形", "健在").put("父亲外出日期", on.minusYears(2))
                    .put("父亲外出跨县域", true).put("母亲外出日期", on.minusYears(2)).put("母亲外出跨县域", true), category("LEFT_BEHIND"), Outcome.Answer.YES, Outcome.Answer.NO);
        }
        nothingWrong(PLACES.size() * DAYS.size() * 3);
    }

    @Test
    void aParentIsMissingWhenTheMonthsOfTheRuleAreOver() {
        for (var place : PLACES) for (var since : DAYS) {
            var from = since.plusYears(14);
            var months = (int) standard("失联月数", place, "", from).longValueExact();
            around("失联自 " + from, over(from, months), place, on -> new Facts("失联").put("出生日期", LocalDate.of(2015, 3, 8)).put("父亲情形", "死亡").put("母亲情形", "失联").put("母亲情形起始日", from),
                    category("DE_FACTO"), Outcome.Answer.NO, Outcome.Answer.YES);
        }
        nothingWrong(PLACES.size() * DAYS.size() * 3);
    }

    @Test
    void aSentenceCountsFromTheMonthsOfTheRuleOn() {
        for (var place : PLACES) for (var since : DAYS) {
            var from = since.plusYears(16);
            var on = from.plusDays(20);
            var enough = over(from, (int) standard("限制自由月数", place, "", from).longValueExact());
            for (int day = -1; day <= 1; day++) {
                var answer = category("DE_FACTO").apply(decided(place, on, prisoner(LocalDate.of(2015, 3, 8), from, enough.plusDays(day))));
                asked++;
                if (answer != (day < 0 ? Outcome.Answer.NO : Outcome.Answer.YES)) wrong.add(place + " 刑期 " + from + " 至 " + enough.plusDays(day) + " 答 " + answer);
            }
        }
        nothingWrong(PLACES.size() * DAYS.size() * 3);
    }

    @Test
    void theStandardPaidIsTheOneInForceThatDay() throws IOException {
        for (var place : PLACES) for (var care : List.of("集中", "散居")) {
            var changes = new TreeSet<LocalDate>();
            rows("孤儿基本生活费标准").stream().filter(row -> belongs(place, row[0])).forEach(row -> Stream.of(row[2], row[3]).filter(day -> !day.isBlank()).map(LocalDate::parse).forEach(changes::add));
            for (var change : changes) for (int day = -1; day <= 1; day++) {
                var on = change.plusDays(day);
                var expected = standard("孤儿基本生活费标准", place, care, on);
                if (expected == null) continue;
                var amount = decided(place, on, orphan(on.minusYears(9)).put("养育方式", care)).programmes().stream().filter(one -> one.code().equals("GRJB")).findFirst().orElseThrow().amountFen();
                asked++;
                if (amount == null || amount != expected.movePointRight(2).longValueExact()) wrong.add(place + " " + care + " " + on + " 应为 " + expected + "，得 " + amount);
            }
        }
        nothingWrong(18);
    }

    // ---- the standards, read here a second time

    private static List<String[]> rows(String parameter) {
        try (var packs = Files.list(Path.of(System.getProperty("rulebook", "../rulebook")))) {
            var rows = new ArrayList<String[]>();
            for (var pack : packs.sorted().toList()) {
                var file = pack.resolve("parameters").resolve(parameter + ".csv");
                if (!Files.exists(file)) continue;
                var lines = Files.readAllLines(file);
                boolean keyed = lines.getFirst().split(",")[1].equals("养育方式");
                lines.stream().skip(1).filter(line -> !line.isBlank()).map(line -> line.split(",", -1)).map(cell -> keyed ? cell : new String[] {cell[0], "", cell[1], cell[2], cell[3]}).forEach(rows::add);
            }
            return rows;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean belongs(String place, String region) {
        return region.equals("000000") || region.endsWith("0000") && place.startsWith(region.substring(0, 2)) || region.endsWith("00") && place.startsWith(region.substring(0, 4)) || region.equals(place);
    }

    /// The row of the nearest place in force on a day.
    private static BigDecimal standard(String parameter, String place, String key, LocalDate on) {
        return rows(parameter).stream().filter(row -> belongs(place, row[0]) && row[1].equals(key) && !LocalDate.parse(row[2]).isAfter(on) && (row[3].isEmpty() || LocalDate.parse(row[3]).isAfter(on)))
                .max((a, b) -> Integer.compare(depth(a[0]), depth(b[0]))).map(row -> new BigDecimal(row[4])).orElse(null);
    }

    private static int depth(String region) {
        return region.equals("000000") ? 0 : region.endsWith("0000") ? 1 : region.endsWith("00") ? 2 : 3;
    }
}
