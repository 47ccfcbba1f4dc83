package org.hutong.linkage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hutong.linkage.bench.ChinesePeople;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkCliTest {
    @TempDir
    Path folder;
    private Path list;
    private Path model;
    private String text;

    private record Run(int code, String out, String err) {}

    @BeforeEach
    void aListAndItsModel() throws IOException {
        List<String> lines = new ArrayList<>(List.of(String.join(" , ", ChinesePeople.HEADER)));
        new ChinesePeople(21, 1).list(1500, row -> lines.add(String.join(", ", row)));
        text = String.join("\n", lines) + "\n";
        list = Files.writeString(folder.resolve("名单.csv"), text);
        model = Path.of("models/person-cn.yaml");
    }

    private Run run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(), err = new ByteArrayOutputStream();
        int code = LinkCli.run(args, new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private Run link(Path left, String... more) {
        List<String> args = new ArrayList<>(List.of("--model", model.toString(), "--left", left.toString(), "--out", folder.resolve("pairs.csv").toString()));
        args.addAll(List.of(more));
        return run(args.toArray(String[]::new));
    }

    private void refused(Run run, String code, String word) {
        assertThat(run.code).as(run.err).isEqualTo(2);
        assertThat(run.out).isEmpty();
        assertThat(run.err).contains("[" + code + "]").contains(word);
    }

    @Test
    void pairsAreWrittenAndMeasuredAgainstAColumn() throws IOException {
        Run run = link(list, "--truth-column", "cluster");
        assertThat(run.code).as(run.err).isZero();
        assertThat(run.out.lines()).hasSize(3);
        assertThat(run.out.lines().toList().getFirst()).matches("pairs working threshold=[0-9.]+ precision=[0-9.]+ recall=[0-9.]+ f1=0\\.9[0-9]+");
        assertThat(run.out.lines().toList().get(1)).startsWith("pairs best ");
        assertThat(run.out.lines().toList().get(2)).startsWith("clusters ");
        List<String> rows = Files.readAllLines(folder.resolve("pairs.csv"));
        assertThat(rows.getFirst()).isEqualTo("left,right,weight,probability,cluster");
        assertThat(rows).hasSizeGreaterThan(300);
        assertThat(run.err).contains("分块").contains("秒").contains("MB");
    }

    @Test
    void truthMayBeAFileOfPairs() throws IOException {
        Path truth = Files.writeString(folder.resolve("truth.csv"), " left, right\n1, 2\n");
        Run run = link(list, "--truth", truth.toString());
        assertThat(run.code).as(run.err).isZero();
        assertThat(run.out).contains("pairs working");
        Files.writeString(truth, "left,right\n1,nobody\n");
        refused(link(list, "--truth", truth.toString()), "LINK-TRUTH", "nobody");
    }

    @Test
    void theSameListGivesTheSameBytesWithOneThreadOrTwo() throws IOException {
        Path pairs = folder.resolve("pairs.csv");
        assertThat(link(list, "--threads", "1").code).isZero();
        byte[] first = Files.readAllBytes(pairs);
        assertThat(link(list, "--threads", "2").code).isZero();
        assertThat(Files.readAllBytes(pairs)).isEqualTo(first);
    }

    @Test
    void aMissingColumnIsNamed() throws IOException {
        model = Files.writeString(folder.resolve("m.yaml"), "id: id\ncolumns: {name: chinese-name, 鞋码: text}\n");
        refused(link(list), "LINK-COLUMN", "鞋码");
    }

    @Test
    void gbkIsRecognisedAndReadWhenSaid() throws IOException {
        Path gbk = Files.write(folder.resolve("gbk.csv"), text.getBytes(Charset.forName("GBK")));
        refused(link(gbk), "LINK-ENCODING", "GBK");
        assertThat(link(gbk, "--encoding", "GBK").code).isZero();
    }

    @Test
    void aMarkQuotesAndWindowsLineEndsMakeNoDifference() throws IOException {
        link(list);
        byte[] plain = Files.readAllBytes(folder.resolve("pairs.csv"));
        StringBuilder quoted = new StringBuilder("\ufeff");
        for (String line : text.split("\n")) {
            for (String cell : line.split(",", -1)) quoted.append('"').append(cell.strip()).append("\",");
            quoted.setLength(quoted.length() - 1);
            quoted.append("\r\n");
        }
        Run run = link(Files.writeString(folder.resolve("quoted.csv"), quoted));
        assertThat(run.code).as(run.err).isZero();
        assertThat(Files.readAllBytes(folder.resolve("pairs.csv"))).isEqualTo(plain);
    }

    @Test
    void emptyFilesDoubledIdsShiftedRowsAndWorkbooksAreRefused() throws IOException {
        refused(link(Files.writeString(folder.resolve("empty.csv"), "")), "LINK-EMPTY", "empty.csv");
        refused(link(Files.writeString(folder.resolve("head.csv"), text.lines().findFirst().orElseThrow() + "\n")), "LINK-EMPTY", "没有数据行");
        String second = text.lines().skip(1).findFirst().orElseThrow();
        refused(link(Files.writeString(folder.resolve("twice.csv"), text + second + "\n")), "LINK-DUPLICATE-ID", "第 1502 行");
        refused(link(Files.writeString(folder.resolve("shifted.csv"), text + "x,y,z\n")), "LINK-ROW", "第 1502 行");
        refused(link(Files.write(folder.resolve("list.xlsx"), new byte[] {'P', 'K', 3, 4, 0})), "LINK-FILE", "CSV");
        refused(link(folder.resolve("nowhere.csv")), "LINK-FILE", "nowhere.csv");
    }

    @Test
    void numbersTurnedIntoFloatingPointAreRefused() throws IOException {
        Path floats = Files.writeString(folder.resolve("floats.csv"), text.replaceAll("\\b(99\\d{4})\\d{11}[\\dxX]\\b", "9.$1E+17"));
        refused(link(floats), "LINK-FLOAT-ID", "文本格式");
    }

    @Test
    void wrongUseShowsHowToUseIt() {
        refused(run("--left", "a.csv"), "LINK-USAGE", "用法");
        refused(run("--colour", "red"), "LINK-USAGE", "--colour");
        refused(link(list, "--threads", "many"), "LINK-USAGE", "many");
    }
}
