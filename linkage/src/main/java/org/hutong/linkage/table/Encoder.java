package org.hutong.linkage.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.IntPredicate;
import org.hutong.linkage.LinkException;
import org.hutong.linkage.Parallel;

/// Turns lists into columns of codes, one dictionary a column for both lists. Equal values mostly have equal codes; in columns of mostly different
/// values each cell has its own (unless [#shared]).
public final class Encoder {
    /// A column wanted from the lists: its name in the left (only) list and in the right one.
    public record Wanted(String left, String right) {}

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private final List<Wanted> wanted;
    private final Wanted id;
    private final Parallel parallel;
    private final Dictionary[] dictionaries;
    private final IntList[] codes;
    private final Dictionary[] ids = {new Dictionary(), new Dictionary()};
    private boolean shared;
    /// For a part of a list: whether each column's values are mostly new, as the lists so far have it; else null.
    private boolean[] like;
    private int rows;
    private int leftRows;
    /// Where each right row kept stands in its list; null where all are kept.
    private IntList kept;

    public Encoder(Wanted id, List<Wanted> wanted, Parallel parallel) {
        this.id = id;
        this.wanted = List.copyOf(wanted);
        this.parallel = parallel;
        dictionaries = new Dictionary[wanted.size()];
        codes = new IntList[wanted.size()];
        for (int c = 0; c < codes.length; c++) {
            dictionaries[c] = new Dictionary();
            codes[c] = new IntList(1024);
        }
    }

    /// Reads the left list, then (second call) the right one; further rows of the same side come through the same call.
    public int read(Source source, boolean right) {
        int before = rows;
        switch (source) {
            case Source.Csv csv -> readCsv(csv, right);
            case Source.Rows given -> readRows(given, right);
        }
        if (rows == before) throw empty(source.label());
        if (!right) leftRows = rows;
        return rows - before;
    }

    /// About how many rows a list in a file has; 0 where it is none.
    public static long rowsAbout(Source source) {
        if (!(source instanceof Source.Csv csv)) return 0;
        try (CsvReader reader = new CsvReader(csv.path(), csv.charset())) {
            return reader.rows();
        }
    }

    /// Takes in about so many rows from all over the right list, without their ids; [#forgetRight] comes before the list itself is read.
    public void sample(Source.Csv csv, int wanted) {
        try (CsvReader reader = new CsvReader(csv.path(), csv.charset())) {
            reader.sample(wanted, places(reader.header(), true, csv.label()), batch -> encode(batch, null, csv.label(), null));
        }
    }

    /// Makes the left list all there is, once more.
    public void forgetRight() {
        for (int c = 0; c < codes.length; c++) {
            int most = 0;
            for (int r = 0; r < leftRows; r++) most = Math.max(most, codes[c].get(r));
            codes[c].truncate(leftRows);
            dictionaries[c].truncate(most);
        }
        rows = leftRows;
    }

    /// Which rows of a part of the right list (read as if they were all) are wanted; columns it does not look at are empty in the part.
    public interface Wish {
        BitSet of(Encoder part);

        boolean looksAt(int column);
    }

    /// Reads a long right list: the ids of all rows, the cells only of the rows wanted.
    public void sift(Source.Csv csv, Wish wish) {
        kept = new IntList(1 << 16);
        boolean[] unique = new boolean[codes.length];
        for (int c = 0; c < unique.length; c++) unique[c] = unique(c);
        record Part(CsvReader.Batch batch, BitSet wanted) {}
        try (CsvReader reader = new CsvReader(csv.path(), csv.charset()); Parallel alone = new Parallel(1)) {
            int[] at = places(reader.header(), true, csv.label());
            ArrayDeque<Future<Part>> waiting = new ArrayDeque<>();
            ArrayDeque<CsvReader.Batch> spare = new ArrayDeque<>();
            boolean more = true;
            while (more || !waiting.isEmpty()) {
                if (more && waiting.size() <= parallel.threads()) {
                    CsvReader.Batch batch = reader.next(at, spare.poll());
                    more = batch != null;
                    if (!more) continue;
                    waiting.add(parallel.submit(() -> {
                        Encoder part = new Encoder(null, wanted, alone);
                        part.like = unique;
                        part.encode(batch, null, csv.label(), null, wish::looksAt);
                        part.leftRows = part.rows;
                        return new Part(batch, wish.of(part));
                    }));
                    continue;
                }
                Part part = Parallel.get(waiting.poll());
                int first = ids[1].size();
                part.wanted.stream().forEach(r -> kept.add(first + r));
                encode(part.batch, part.wanted, csv.label(), ids[1]);
                spare.add(part.batch);
            }
        }
        if (ids[1].size() == 0) throw empty(csv.label());
    }

    private static LinkException empty(String label) {
        return new LinkException("LINK-EMPTY", "清单“%s”没有数据行，请检查文件是否为空或只有表头。".formatted(label));
    }

    private void readCsv(Source.Csv csv, boolean right) {
        try (CsvReader reader = new CsvReader(csv.path(), csv.charset())) {
            int[] places = places(reader.header(), right, csv.label());
            CsvReader.Batch now = reader.next(places, null), spare = null;
            while (now != null) {
                CsvReader.Batch batch = now, reuse = spare;
                Future<CsvReader.Batch> following = parallel.submit(() -> reader.next(places, reuse));
                encode(batch, null, csv.label(), id == null ? null : ids[right ? 1 : 0]);
                spare = now;
                now = Parallel.get(following);
            }
        }
    }

    /// Takes in the cells of a batch's rows, or of those wanted, and all their ids where `into` is given.
    private void encode(CsvReader.Batch batch, BitSet only, String label, Dictionary into) {
        encode(batch, only, label, into, column -> true);
    }

    private void encode(CsvReader.Batch batch, BitSet only, String label, Dictionary into, IntPredicate filled) {
        List<Runnable> tasks = new ArrayList<>();
        if (into != null) tasks.add(() -> addIds(batch, into, label));
        for (int c = 0; c < codes.length; c++) {
            int column = c;
            if (filled.test(c)) tasks.add(() -> encode(batch, only, column, label));
            else codes[c].zeros(batch.rows);
        }
        parallel.run(tasks);
        rows += only == null ? batch.rows : only.cardinality();
    }

    private void encode(CsvReader.Batch batch, BitSet only, int column, String label) {
        Dictionary dictionary = dictionaries[column];
        IntList out = codes[column];
        int[] at = batch.starts[column + 1];
        int[] length = batch.lengths[column + 1];
        boolean unique = unique(column);
        for (int r = only == null ? 0 : only.nextSetBit(0); r >= 0 && r < batch.rows; r = only == null ? r + 1 : only.nextSetBit(r + 1)) {
            int known = dictionary.size();
            int code = unique ? dictionary.append(batch.bytes, at[r], length[r]) : dictionary.add(batch.bytes, at[r], length[r]);
            if (code > known) checkUtf8(batch.bytes, at[r], length[r], label);
            out.add(code);
        }
    }

    /// Whether nearly every value of the column has been new so far; then looking each up is not worth it.
    private boolean unique(int column) {
        return like != null ? like[column] : !shared && codes[column].size() > 20_000 && dictionaries[column].size() > codes[column].size() * 0.55;
    }

    /// Lets go of everything but the ids, once the rows are normalised and no more will come.
    public void release() {
        java.util.Arrays.fill(dictionaries, null);
        java.util.Arrays.fill(codes, null);
        ids[0].freeze();
        ids[1].freeze();
    }

    /// Makes equal values have equal codes even in columns of mostly different values (for columns that name the person).
    public Encoder shared() {
        shared = true;
        return this;
    }

    private static void addIds(CsvReader.Batch batch, Dictionary into, String label) {
        int first = into.size();
        int[] at = batch.starts[0];
        int[] length = batch.lengths[0];
        for (int r = 0; r < batch.rows; r++) {
            checkUtf8(batch.bytes, at[r], length[r], label);
            addId(into, batch.bytes, at[r], length[r], first + r, label);
        }
    }

    private static void addId(Dictionary into, byte[] bytes, int at, int length, int row, String label) {
        if (length == 0) {
            throw new LinkException("LINK-DUPLICATE-ID", "清单“%s”第 %d 行的编号为空，每行必须有唯一编号。".formatted(label, row + 2));
        }
        if (into.add(bytes, at, length) != row + 1) {
            throw new LinkException("LINK-DUPLICATE-ID", "清单“%s”的编号“%s”出现了不止一次（第 %d 行），编号必须唯一。"
                    .formatted(label, new String(bytes, at, length, StandardCharsets.UTF_8), row + 2));
        }
    }

    private static void checkUtf8(byte[] bytes, int at, int length, String label) {
        for (int i = at; i < at + length; ) {
            if (i + 8 <= at + length && ((long) LONG.get(bytes, i) & 0x8080808080808080L) == 0) {
                i += 8;
                continue;
            }
            int b = bytes[i];
            int more = b >= 0 ? 0 : (b & 0xe0) == 0xc0 ? 1 : (b & 0xf0) == 0xe0 ? 2 : (b & 0xf8) == 0xf0 ? 3 : -1;
            boolean good = more >= 0 && i + more < at + length;
            for (int k = 1; good && k <= more; k++) good = (bytes[i + k] & 0xc0) == 0x80;
            if (!good) throw badEncoding(label);
            i += more + 1;
        }
    }

    static LinkException badEncoding(String label) {
        return new LinkException("LINK-ENCODING", "清单“%s”不是 UTF-8 编码（很可能是 GBK）。请另存为 UTF-8，或加参数 --encoding GBK。".formatted(label));
    }

    private void readRows(Source.Rows given, boolean right) {
        int[] places = places(given.header(), right, given.label());
        Dictionary into = ids[right ? 1 : 0];
        int line = 0;
        for (List<String> row : given.rows()) {
            line++;
            if (row.size() != given.header().size()) {
                throw new LinkException("LINK-ROW", "清单“%s”第 %d 行有 %d 格，表头有 %d 格。"
                        .formatted(given.label(), line + 1, row.size(), given.header().size()));
            }
            if (id != null) {
                byte[] key = trim(row.get(places[0])).getBytes(StandardCharsets.UTF_8);
                addId(into, key, 0, key.length, into.size(), given.label());
            }
            for (int c = 0; c < codes.length; c++) codes[c].add(dictionaries[c].add(trim(row.get(places[c + 1]))));
            rows++;
        }
    }

    private static String trim(String text) {
        return text == null ? "" : text.strip();
    }

    /// Place in the header of the id column and of each wanted one.
    private int[] places(List<String> header, boolean right, String label) {
        Map<String, Integer> at = new HashMap<>();
        for (int i = 0; i < header.size(); i++) at.putIfAbsent(header.get(i).strip(), i);
        int[] places = new int[wanted.size() + 1];
        for (int c = 0; c <= wanted.size(); c++) {
            if (c == 0 && id == null) continue;
            Wanted want = c == 0 ? id : wanted.get(c - 1);
            String name = right ? want.right() : want.left();
            Integer place = at.get(name);
            if (place == null) {
                throw new LinkException("LINK-COLUMN", "清单“%s”里没有模型要的列“%s”。表头是：%s".formatted(label, name, String.join("、", at.keySet())));
            }
            places[c] = place;
        }
        return places;
    }

    /// Some columns of a list as rows of text, for small side files such as true pairs.
    public static List<List<String>> readColumns(Source source, List<String> columns) {
        try (Parallel parallel = new Parallel(1)) {
            Encoder encoder = new Encoder(null, columns.stream().map(c -> new Wanted(c, c)).toList(), parallel);
            encoder.read(source, false);
            List<List<String>> rows = new ArrayList<>(encoder.rows);
            for (int r = 0; r < encoder.rows; r++) {
                List<String> row = new ArrayList<>(columns.size());
                for (int c = 0; c < columns.size(); c++) row.add(encoder.dictionaries[c].text(encoder.codes[c].get(r)));
                rows.add(row);
            }
            return rows;
        }
    }

    public int rows() {
        return rows;
    }

    public int leftRows() {
        return leftRows;
    }

    public Dictionary dictionary(int column) {
        return dictionaries[column];
    }

    /// Codes of one column, left rows first; longer than `rows()`.
    public int[] codes(int column) {
        return codes[column].raw();
    }

    /// How many rows the lists have, kept or not.
    public int listed() {
        return kept == null ? rows : leftRows + ids[1].size();
    }

    /// Where a row kept stands in the lists, left rows first.
    public int place(int row) {
        return kept == null || row < leftRows ? row : leftRows + kept.get(row - leftRows);
    }

    /// The id of a row of the lists.
    public String id(int place) {
        return place < leftRows ? ids[0].text(place + 1) : ids[1].text(place - leftRows + 1);
    }
}
