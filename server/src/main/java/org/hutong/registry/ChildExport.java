package org.hutong.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import org.dhatim.fastexcel.Workbook;
import org.hutong.access.Acting;
import org.hutong.access.LookLog;
import org.hutong.kernel.CsvSafe;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The children's list as a workbook that says who took it, when, what for, and under which number the look-log has it.
@Service
@Transactional
public class ChildExport {

    /// More rows leave the house by the statistics, not by a list of children.
    public static final int MOST_ROWS = 20_000;

    private static final String[] HEADINGS = {"档案号", "姓名", "性别", "出生日期", "年龄", "身份证号（掩码）", "现住地", "户籍地", "类别", "阶段", "风险等级", "档案完整度"};

    public record Exported(byte[] workbook, int rows, String fileName) {}

    private final Children children;
    private final LookLog looks;
    private final Today today;

    ChildExport(Children children, LookLog looks, Today today) {
        this.children = children;
        this.looks = looks;
        this.today = today;
    }

    /// @throws Refusal `REG-030` without a reason, `REG-031` over [#MOST_ROWS] rows
    public Exported export(ChildFilter filter, String reason) {
        if (reason.strip().length() < 4) {
            throw new Refusal(Refusal.Kind.INVALID, "REG-030", "导出要写明用途", "没有导出", "请写明导出名单做什么用（至少 4 个字）");
        }
        var rows = children.count(filter);
        if (rows > MOST_ROWS) {
            looks.denied("child", null, "导出超过上限 " + rows + " 行");
            throw new Refusal(Refusal.Kind.TOO_LARGE, "REG-031", "一次最多导出 " + MOST_ROWS + " 行，这个条件有 " + rows + " 行", "没有导出", "请缩小范围后再导出");
        }
        var number = Ids.next().toString();
        var actor = Acting.current();
        var mark = "护童导出　" + actor.name() + "　" + LocalDateTime.ofInstant(today.now(), Today.ZONE).format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm"))
                + "　用途：" + reason.strip() + "　导出编号 " + number + "　内含未成年人信息，不得外传";
        var out = new ByteArrayOutputStream();
        var written = 0;
        try (var workbook = new Workbook(out, "Hutong", "1.0")) {
            var sheet = workbook.newWorksheet("儿童名单");
            sheet.value(0, 0, CsvSafe.text(mark));
            for (var i = 0; i < HEADINGS.length; i++) {
                sheet.value(1, i, HEADINGS[i]);
                sheet.style(1, i).bold().set();
            }
            sheet.freezePane(0, 2);
            for (var page : (Iterable<List<ChildRow>>) children.all(filter)::iterator) {
                for (var row : page) {
                    var cells = new String[] {row.fileNo(), row.name(), row.sex(), row.born().toString(), String.valueOf(row.age()), row.idMasked(), row.place(),
                            row.hukouPlace() == null ? row.place() : row.hukouPlace(),
                            row.categories().stream().map(ChildRow.CategoryMark::name).collect(Collectors.joining("、")), row.stageName(), row.level().title(),
                            row.completeness() + "%"};
                    for (var i = 0; i < cells.length; i++) {
                        sheet.value(written + 2, i, CsvSafe.text(cells[i]));
                    }
                    written++;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        looks.record(LookLog.Action.EXPORT, "child", null, filter.regionId(), null, LookLog.OK, number + " " + written + " 行 " + filter.told());
        return new Exported(out.toByteArray(), written, "儿童名单-" + today.date() + ".xlsx");
    }
}
