package org.hutong.rulebook;

import java.util.List;
import java.util.stream.Collectors;
import org.hutong.policy.dmn.DmnModel;
import org.hutong.policy.pack.Law;

/// A decision as a readable table; a formula is shown as a table of one row.
final class RuleTables {

    private RuleTables() {}

    static RulebookPages.RuleTable of(DmnModel.Decision decision) {
        return switch (decision.logic()) {
            case DmnModel.Logic.Table table -> new RulebookPages.RuleTable(decision.id(), decision.name(), hit(table),
                    table.inputs().stream().map(RuleTables::heading).toList(), List.of(decision.name()),
                    table.rules().stream().map(rule -> new RulebookPages.TableRule(rule.id(), rule.inputs(), rule.outputs(), rest(rule.note()), cite(rule.note()))).toList());
            case DmnModel.Logic other -> new RulebookPages.RuleTable(decision.id(), decision.name(), "公式", List.of(), List.of(decision.name()),
                    List.of(new RulebookPages.TableRule(decision.id(), List.of(), List.of(text(other)), "", Law.line(decision.note(), "依据"))));
        };
    }

    private static String heading(DmnModel.Column column) {
        return column.label() == null || column.label().isBlank() ? column.expression() : column.label();
    }

    private static String hit(DmnModel.Logic.Table table) {
        return switch (table.hit()) {
            case "FIRST" -> "自上而下取第一条";
            case "UNIQUE" -> "只有一条符合";
            case "ANY" -> "符合的各条结论相同";
            case "PRIORITY" -> "按结论优先";
            case "COLLECT" -> "合计（" + table.aggregation() + "）";
            case null, default -> "只有一条符合";
        };
    }

    private static String text(DmnModel.Logic logic) {
        return switch (logic) {
            case DmnModel.Logic.Literal literal -> literal.text();
            case DmnModel.Logic.Invocation call -> call.function() + "(" + call.bindings().stream().map(one -> text(one.logic())).collect(Collectors.joining("，")) + ")";
            case DmnModel.Logic.Conditional when -> "如果 " + text(when.test()) + " 则 " + text(when.then()) + " 否则 " + text(when.otherwise());
            case DmnModel.Logic.Context context -> context.entries().stream().map(entry -> (entry.name() == null ? "结果" : entry.name()) + " = " + text(entry.logic()))
                    .collect(Collectors.joining("；"));
            case DmnModel.Logic.Outside outside -> outside.construct();
            case DmnModel.Logic.Table table -> "表";
        };
    }

    /// The citation stands first in a rule's note; what follows it is the note proper.
    private static String cite(String note) {
        return note == null || note.isBlank() ? "" : note.strip().split("[\\s；;]", 2)[0];
    }

    private static String rest(String note) {
        if (note == null || note.isBlank()) {
            return "";
        }
        var parts = note.strip().split("[\\s；;]", 2);
        return parts.length > 1 ? parts[1].strip() : "";
    }
}
