package org.hutong.rulebook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.hutong.access.Acting;
import org.hutong.access.LookLog;
import org.hutong.kernel.CsvSafe;
import org.hutong.kernel.Refusal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The report of a what-if run as a workbook: figures by district, programme, category, rule and month, and the children by file number. Money in 元.
@Service
public class WhatIfWorkbook {

    private static final int MOST_ROWS = 200_000;

    private final WhatIfPages pages;
    private final JdbcClient jdbc;
    private final LookLog looks;

    WhatIfWorkbook(WhatIfPages pages, JdbcClient jdbc, LookLog looks) {
        this.pages = pages;
        this.jdbc = jdbc;
        this.looks = looks;
    }

    public record Exported(byte[] workbook, String fileName) {}

    /// @throws Refusal `RUL-046` while the run is not done
    @Transactional
    public Exported export(UUID id) {
        var view = pages.view(id);
        var figures = view.figures();
        if (figures == null) {
            throw new Refusal(Refusal.Kind.CONFLICT, "RUL-046", "还没有算完，不能导出", "没有导出", "算完后再导出");
        }
        var out = new ByteArrayOutputStream();
        try (var workbook = new Workbook(out, "Hutong", "1.0")) {
            var head = sheet(workbook, "说明", List.of("项目", "内容"));
            row(head, 1, "试算", view.run().title());
            row(head, 2, "前", view.a().text() + "　版本 " + view.a().edition());
            row(head, 3, "后", view.b().text() + "　版本 " + view.b().edition());
            row(head, 4, "试算日", view.day().toString());
            row(head, 5, "事实已知到", view.knownOn().toString());
            row(head, 6, "预算年度", String.valueOf(view.year()));
            row(head, 7, "儿童", String.valueOf(figures.children()));
            row(head, 8, "增加 / 减少 / 只变结论", figures.gainers() + " / " + figures.losers() + " / " + figures.changed());
            row(head, 9, "全年 前 / 后 / 差（元）", yuan(figures.aYearFen()) + " / " + yuan(figures.bYearFen()) + " / " + yuan(figures.bYearFen() - figures.aYearFen()));
            row(head, 10, "算法", "人群为试算日在册的儿童，全年不增不减；每月按该月一日的年龄和事实算；一次性和按年的待遇只计首次");
            row(head, 11, "导出", Acting.current().name() + "　不含姓名和证件号码");
            var places = sheet(workbook, "各区", List.of("代码", "区", "儿童", "增加", "减少", "只变结论", "全年前（元）", "全年后（元）", "差（元）"));
            var at = 1;
            for (var place : view.places()) {
                var one = place.figures();
                row(places, at++, place.code(), place.name(), one.children(), one.gainers(), one.losers(), one.changed(), yuan(one.aYearFen()), yuan(one.bYearFen()), yuan(one.bYearFen() - one.aYearFen()));
            }
            var programmes = sheet(workbook, "各项待遇", List.of("代码", "待遇", "发放", "前享受", "后享受", "前待核实", "后待核实", "增加", "减少", "试算日前（元）", "试算日后（元）", "全年前（元）", "全年后（元）"));
            at = 1;
            for (var one : figures.programmes()) {
                row(programmes, at++, one.code(), one.name(), one.period() == null ? "" : one.period(), one.aYes(), one.bYes(), one.aPending(), one.bPending(), one.gainers(), one.losers(),
                        yuan(one.aFen()), yuan(one.bFen()), yuan(one.aYearFen()), yuan(one.bYearFen()));
            }
            var categories = sheet(workbook, "各类儿童", List.of("代码", "类别", "前", "后", "前待核实", "后待核实", "前月额（元）", "后月额（元）"));
            at = 1;
            for (var one : figures.categories()) {
                row(categories, at++, one.code(), one.name(), one.a(), one.b(), one.aPending(), one.bPending(), yuan(one.aFen()), yuan(one.bFen()));
            }
            var rules = sheet(workbook, "各条规则", List.of("待遇", "表", "规则", "前人数", "后人数", "前（元）", "后（元）"));
            at = 1;
            for (var one : figures.rules()) {
                row(rules, at++, one.programme(), one.table(), one.rule(), one.a(), one.b(), yuan(one.aFen()), yuan(one.bFen()));
            }
            var months = sheet(workbook, "各月", List.of("月份", "前（元）", "后（元）", "差（元）"));
            at = 1;
            for (var one : figures.months()) {
                row(months, at++, one.month(), yuan(one.aFen()), yuan(one.bFen()), yuan(one.bFen() - one.aFen()));
            }
            children(sheet(workbook, "儿童", List.of("档案号", "区划", "类型", "前月额（元）", "后月额（元）", "全年差（元）", "前的依据", "后的依据")), id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        looks.record(LookLog.Action.EXPORT, "policy-whatif", id, null, null, LookLog.OK, "试算报告");
        return new Exported(out.toByteArray(), "政策试算-" + view.run().no() + ".xlsx");
    }

    private void children(Worksheet sheet, UUID id) {
        var at = new int[] {1};
        for (var kind : List.of("LOSE", "GAIN", "CHANGED", "CLIFF_A", "CLIFF_B")) {
            var cursor = (String) null;
            do {
                var page = pages.rows(id, kind, null, null, null, cursor, 2_000);
                for (var one : page.items()) {
                    row(sheet, at[0]++, one.fileNo(), one.place(), name(kind), yuan(one.aMonthFen()), yuan(one.bMonthFen()), yuan(one.yearFen()),
                            grounds(one, true), grounds(one, false));
                }
                cursor = page.next();
            } while (cursor != null && at[0] < MOST_ROWS);
        }
    }

    static String name(String kind) {
        return switch (kind) {
            case "GAIN" -> "增加";
            case "LOSE" -> "减少";
            case "CHANGED" -> "只变结论";
            case "CLIFF_A" -> "收入断崖（前）";
            default -> "收入断崖（后）";
        };
    }

    private static String grounds(WhatIfPages.ChildRow child, boolean first) {
        return child.turns().stream().map(turn -> turn.name() + "：" + (first ? turn.a() : turn.b()).stream()
                .map(ground -> ground.text() + (ground.clause().isEmpty() ? "" : "［" + ground.clause() + "］")).collect(Collectors.joining("；"))).collect(Collectors.joining("\n"));
    }

    private static Worksheet sheet(Workbook workbook, String name, List<String> headings) {
        var sheet = workbook.newWorksheet(name);
        for (var i = 0; i < headings.size(); i++) {
            sheet.value(0, i, headings.get(i));
            sheet.style(0, i).bold().set();
        }
        sheet.freezePane(0, 1);
        return sheet;
    }

    private static void row(Worksheet sheet, int at, Object... cells) {
        for (var i = 0; i < cells.length; i++) {
            if (cells[i] instanceof Number number) {
                sheet.value(at, i, number);
            } else {
                sheet.value(at, i, CsvSafe.text(cells[i].toString()));
            }
        }
    }

    private static Number yuan(long fen) {
        return java.math.BigDecimal.valueOf(fen, 2);
    }
}
