package org.hutong.rulebook;

import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hutong.kernel.Refusal;
import org.hutong.policy.Outcome;
import org.hutong.policy.PolicyException;
import org.hutong.policy.pack.Type;
import org.hutong.policy.run.Plan;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Makes a test of a draft out of a real case, without saying whose it is.
///
/// What is kept: the district, the day, the facts by the names of `facts.yaml`. What is not: names, numbers, sources, days of learning, anything the vocabulary does not name.
/// Every date is moved to another day that lies the same number of whole months from the case's day, so that ages and waiting times in years and months stay right; the engine is asked
/// with both, and only a move under which every answer and amount stays the same is taken. The expected answers are the engine's own and say so: until somebody has written them from
/// the clause by hand, the draft cannot be submitted.
@Service
public class Cases {

    private static final String FILE = "/tests/办件用例.yaml";
    private static final int TRIES = 40;
    private static final int FAR = 31;

    private final Drafts drafts;
    private final SecureRandom random = new SecureRandom();

    Cases(Drafts drafts) {
        this.drafts = drafts;
    }

    /// @param path file of the draft the test was written to
    public record Made(String path, String name) {}

    /// @param placeCode where the case is decided; only its district is kept
    @Transactional
    public Made add(UUID draftId, String placeCode, LocalDate on, List<FactValue> facts) {
        var draft = drafts.draft(draftId);
        var book = drafts.book(draftId);
        var region = placeCode.substring(0, 6);
        try {
            var plan = book.at(region, on);
            var kept = new TreeMap<String, FactValue>();
            facts.stream().filter(fact -> plan.law.facts.containsKey(fact.name())).filter(fact -> fact.trueTo() == null || fact.trueTo().isAfter(on))
                    .forEach(fact -> kept.put(fact.name(), new FactValue(fact.name(), fact.value(), null, null, on, "")));
            var moved = moved(plan, List.copyOf(kept.values()), on);
            var path = book.chain(region).getLast().folder() + FILE;
            var files = drafts.files(draft);
            var before = files.containsKey(path) ? DraftTree.text(files.get(path)).stripTrailing() + "\n" : "";
            var name = "办件用例 " + UUID.randomUUID().toString().substring(0, 8) + "（请改写成一句话）";
            drafts.write(draftId, path, before + yaml(name, region, on, moved, plan.evaluate(Answers.engineFacts(plan, moved), on)));
            return new Made(path, name);
        } catch (PolicyException refused) {
            throw new Refusal(Refusal.Kind.INVALID, "RUL-002", "政策引擎不能计算：" + refused.getMessage(), "没有生成用例", "请核对草稿与这个办件的地区、日期");
        }
    }

    private List<FactValue> moved(Plan plan, List<FactValue> facts, LocalDate on) {
        var answers = answers(plan, facts, on);
        for (int i = 0; i < TRIES; i++) {
            var trial = facts.stream().map(fact -> plan.law.facts.get(fact.name()).type().kind() == Type.Kind.DATE ? moved(fact, on) : fact).toList();
            if (answers(plan, trial, on).equals(answers)) {
                return trial;
            }
        }
        throw new Refusal(Refusal.Kind.INVALID, "RUL-038", "日期移动后结论会变，这个办件不能去掉标识", "没有生成用例", "请照条文另写一个用例");
    }

    private static Map<String, String> answers(Plan plan, List<FactValue> facts, LocalDate on) {
        var out = new LinkedHashMap<String, String>();
        plan.evaluate(Answers.engineFacts(plan, facts), on).programmes()
                .forEach(programme -> out.put(programme.code(), programme.answer() + " " + programme.amountFen() + " " + programme.missing()));
        return out;
    }

    private FactValue moved(FactValue fact, LocalDate on) {
        LocalDate day;
        try {
            day = LocalDate.parse(fact.value());
        } catch (DateTimeException none) {
            return fact;
        }
        var months = ChronoUnit.MONTHS.between(day, on);
        var days = new ArrayList<LocalDate>();
        for (int shift = -FAR; shift <= FAR; shift++) {
            var other = day.plusDays(shift);
            if (shift != 0 && ChronoUnit.MONTHS.between(other, on) == months && other.isAfter(on) == day.isAfter(on)) {
                days.add(other);
            }
        }
        return days.isEmpty() ? fact : new FactValue(fact.name(), days.get(random.nextInt(days.size())).toString(), null, null, on, "");
    }

    private static String yaml(String name, String region, LocalDate on, List<FactValue> facts, Outcome outcome) {
        var values = facts.stream().map(fact -> fact.name() + ": " + text(fact.value())).collect(Collectors.joining(", "));
        var expect = outcome.programmes().stream().filter(programme -> programme.answer() != Outcome.Answer.NO).map(programme -> "      " + programme.code() + ": {answer: \""
                + programme.answer().code + "\"" + (programme.amountFen() == null ? "" : ", amount: " + java.math.BigDecimal.valueOf(programme.amountFen(), 2).stripTrailingZeros().toPlainString())
                + (programme.missing().isEmpty() ? "" : ", missing: [" + String.join(", ", programme.missing()) + "]") + "}\n").collect(Collectors.joining());
        return "- case: " + name + "\n  region: \"" + region + "\"\n  on: " + on + "\n  facts: {" + values + "}\n  expect:\n" + (expect.isEmpty() ? "    categories: ["
                + String.join(", ", outcome.categoryNames()) + "]\n" : "    programmes:\n" + expect) + "  from: 假设 " + DraftChecks.TO_BE_WRITTEN
                + "\n  note: 期望值由系统预填，" + DraftChecks.TO_BE_WRITTEN + "后改 from、删去本行；日期已移动，足月数不变\n";
    }

    private static String text(String value) {
        return value.matches("[\\p{L}\\p{N}.-]+") ? value : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
