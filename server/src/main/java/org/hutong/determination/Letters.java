package org.hutong.determination;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.hutong.jooq.determination.tables.records.DecisionRecord;
import org.hutong.kernel.Money;

/// The written decision the applicant receives: result, facts, clause, reason, and what can be done against it.
public final class Letters {

    private Letters() {}

    public record Letter(String title, List<String> paragraphs, String remedy) {}

    static Letter of(DecisionRecord decision, String applicant, Explanation explanation) {
        var confirmed = decision.getOutcome().equals("CONFIRM");
        var clauses = explanation.clauses().stream().map(clause -> clause.document() + " " + clause.clause()).distinct().collect(Collectors.joining("；"));
        var paragraphs = new ArrayList<String>();
        paragraphs.add(applicant + "：");
        paragraphs.add("您为 " + decision.getChildName() + " 提出的“" + decision.getProgrammeName() + "”申请，经街镇查验（" + decision.getCheckedByName()
                + "）、区级审核，现决定" + (confirmed ? "予以确认。" : "不予确认。"));
        if (confirmed) {
            var amount = decision.getAmountFen() == null ? "" : "，每月 " + new Money(decision.getAmountFen()).inYuan() + " 元";
            paragraphs.add("自 " + Explanations.inWords(YearMonth.from(decision.getFirstMonth())) + "起发放" + amount + "。"
                    + (explanation.sum().isBlank() ? "" : "计算：" + explanation.sum() + "。")
                    + (decision.getAssumption() ? "（其中含假设参数，以当地现行文件为准。）" : ""));
        } else {
            paragraphs.add("理由：" + decision.getReason());
        }
        if (!clauses.isEmpty()) {
            paragraphs.add("依据：" + clauses + "。");
        }
        var changes = explanation.changes().stream().filter(change -> change.on() != null)
                .map(change -> change.on() + " " + change.text()).collect(Collectors.joining("；"));
        if (confirmed && !changes.isEmpty()) {
            paragraphs.add("今后会影响这项待遇的已知日期：" + changes + "。情况变化请及时告诉村（居）儿童主任。");
        }
        paragraphs.add("决定编号 " + decision.getNo() + "，" + decision.getDecidedOn() + "，经办审批 " + decision.getDecidedByName() + "。本决定不予公示。");
        return new Letter(decision.getProgrammeName() + (confirmed ? "确认通知书" : "不予确认通知书"), paragraphs,
                "对本决定不服的，可以依法申请行政复议或者提起行政诉讼。");
    }
}
