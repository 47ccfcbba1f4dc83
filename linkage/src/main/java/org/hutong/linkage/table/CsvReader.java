package org.hutong.linkage.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.hutong.linkage.LinkException;

/// Reads a CSV file in batches of whole rows and finds the cells wanted, without making strings.
///
/// RFC 4180 quotes (with line breaks inside), trimmed cells, `\r\n` or `\n`, a UTF-8 mark, gzip by file name.
final class CsvReader implements AutoCloseable {
    private static final int BATCH = 16 << 20;
    private static final int PIECE = 1 << 18;

    /// Cells of some rows: `starts[k][row]`, `lengths[k][row]` in `bytes` for the k-th wanted place.
    static final class Batch {
        byte[] bytes;
        int[][] starts;
        int[][] lengths;
        int rows;
    }

    private final String label;
    private final InputStream in;
    private final List<String> header;
    private final byte delimiter;
    private byte[] rest;
    private long line = 1;
    /// Whether the bytes of the file are the bytes of the list.
    private final boolean plain;
    private final long size;
    private final Path path;
    private boolean ended;

    CsvReader(Path path, Charset charset) {
        this.path = path;
        label = path.getFileName().toString();
        try {
            if (!Files.isRegularFile(path)) throw new LinkException("LINK-FILE", "找不到文件“%s”。".formatted(path));
            InputStream raw = Files.newInputStream(path);
            if (label.endsWith(".gz")) raw = new GZIPInputStream(raw, 1 << 16);
            if (!charset.equals(StandardCharsets.UTF_8)) raw = new Utf8Stream(raw, charset);
            plain = charset.equals(StandardCharsets.UTF_8) && !label.endsWith(".gz");
            size = Files.size(path);
            in = raw;
            byte[] head = in.readNBytes(1 << 16);
            int from = head.length >= 3 && head[0] == (byte) 0xef && head[1] == (byte) 0xbb && head[2] == (byte) 0xbf ? 3 : 0;
            if (head.length >= 2 && (head[0] == (byte) 0xff && head[1] == (byte) 0xfe || head[0] == (byte) 0xfe && head[1] == (byte) 0xff)) {
                throw new LinkException("LINK-ENCODING", "清单“%s”是 UTF-16 编码，请另存为 UTF-8。".formatted(label));
            }
            if (head.length >= 4 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4) {
                throw new LinkException("LINK-FILE", "“%s”是 Excel 工作簿（或压缩包），请先另存为 CSV（UTF-8）。".formatted(label));
            }
            int end = from;
            boolean quoted = false;
            while (end < head.length && (quoted || head[end] != '\n')) {
                if (head[end] == '"') quoted = !quoted;
                end++;
            }
            String first = decode(head, from, end);
            if (first.isBlank()) throw new LinkException("LINK-EMPTY", "清单“%s”是空文件，没有表头。".formatted(label));
            delimiter = delimiter(first);
            header = cells(first);
            rest = Arrays.copyOfRange(head, Math.min(end + 1, head.length), head.length);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private LinkException unreadable(IOException e) {
        return new LinkException("LINK-FILE", "读取文件“%s”失败：%s".formatted(label, e.getMessage()));
    }

    private String decode(byte[] head, int from, int end) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(head, from, end - from)).toString();
        } catch (java.nio.charset.CharacterCodingException e) {
            throw Encoder.badEncoding(label);
        }
    }

    private static byte delimiter(String first) {
        byte best = ',';
        long most = -1;
        for (char c : new char[] {',', '\t', ';', '|'}) {
            long count = first.chars().filter(x -> x == c).count();
            if (count > most) {
                most = count;
                best = (byte) c;
            }
        }
        return best;
    }

    private List<String> cells(String first) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (char c : first.toCharArray()) {
            if (c == '"') quoted = !quoted;
            else if (c == delimiter && !quoted) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else cell.append(c);
        }
        cells.add(cell.toString().strip());
        return cells;
    }

    List<String> header() {
        return header;
    }

    /// The next rows or null at the end. `reuse` is a batch no longer needed, or null.
    Batch next(int[] places, Batch reuse) {
        try {
            while (!ended || rest.length > 0) {
                int room = Math.max(BATCH, rest.length * 2);
                byte[] bytes = reuse != null && reuse.bytes.length >= room ? reuse.bytes : new byte[room];
                System.arraycopy(rest, 0, bytes, 0, rest.length);
                int got = ended ? 0 : in.readNBytes(bytes, rest.length, bytes.length - rest.length - 1);
                int end = rest.length + got;
                if (end < bytes.length - 1) ended = true;
                if (ended && end > 0 && bytes[end - 1] != '\n') bytes[end++] = '\n';
                Batch batch = reuse != null && reuse.starts != null ? reuse : new Batch();
                batch.bytes = bytes;
                int used = split(batch, end, places);
                if (used == 0 && ended && end > 0) {
                    throw new LinkException("LINK-ROW", "清单“%s”第 %d 行起有没有闭合的引号。".formatted(label, line + 1));
                }
                rest = Arrays.copyOfRange(bytes, used, end);
                if (batch.rows > 0) return batch;
                if (ended && rest.length == 0) return null;
            }
            return null;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /// About how many rows the list has, by the length of its first ones. A packed list is taken for six times as long as its file.
    long rows() {
        int lines = 0;
        for (byte b : rest) if (b == '\n') lines++;
        return lines == 0 ? 0 : (long) ((path.getFileName().toString().endsWith(".gz") ? 6.0 : 1.0) * size * lines / rest.length);
    }

    /// Hands on about `wanted` rows from all over the list, in its order; nothing can be read with [#next] afterwards.
    void sample(int wanted, int[] places, Consumer<Batch> to) {
        long rows = Math.max(1, rows());
        if (!plain) {
            double share = Math.min(1, (double) wanted / rows);
            for (Batch batch = next(places, null); batch != null; batch = next(places, batch)) {
                batch.rows = (int) Math.ceil(batch.rows * share);
                to.accept(batch);
            }
            return;
        }
        try (FileChannel channel = FileChannel.open(path)) {
            long pieces = Math.max(1, Math.min((long) ((double) size / rows * wanted / PIECE), size / PIECE));
            for (long p = 0; p < pieces; p++) {
                ByteBuffer piece = ByteBuffer.allocate(PIECE);
                channel.read(piece, (size - PIECE) / pieces * p);
                byte[] bytes = piece.array();
                int from = 0, end = piece.position();
                while (from < end && bytes[from] != '\n') from++;
                Batch batch = new Batch();
                batch.bytes = Arrays.copyOfRange(bytes, Math.min(from + 1, end), end);
                try {
                    split(batch, batch.bytes.length, places);
                } catch (LinkException inQuotes) {
                    continue; // the piece began within a quoted cell, or the rows are faulty, which reading the list will tell
                }
                if (batch.rows > 0) to.accept(batch);
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /// Fills the batch with whole rows and gives where the last of them ends.
    private int split(Batch batch, int end, int[] places) {
        int width = header.size();
        int wantedCount = places.length;
        int[] slotOf = new int[width];
        Arrays.fill(slotOf, -1);
        int[] twin = new int[wantedCount];
        Arrays.fill(twin, -1);
        for (int k = 0; k < wantedCount; k++) {
            twin[k] = slotOf[places[k]];
            slotOf[places[k]] = k;
        }
        int guess = Math.max(1024, (end / Math.max(4, width * 3)));
        if (batch.starts == null) {
            batch.starts = new int[wantedCount][guess];
            batch.lengths = new int[wantedCount][guess];
        }
        byte[] b = batch.bytes;
        int row = 0, at = 0, done = 0;
        rows:
        while (at < end) {
            if (row >= batch.starts[0].length) {
                for (int k = 0; k < wantedCount; k++) {
                    batch.starts[k] = Arrays.copyOf(batch.starts[k], row * 2);
                    batch.lengths[k] = Arrays.copyOf(batch.lengths[k], row * 2);
                }
            }
            if (b[at] == '\n' || b[at] == '\r' && at + 1 < end && b[at + 1] == '\n') {
                at += b[at] == '\n' ? 1 : 2;
                done = at;
                line++;
                continue;
            }
            int column = 0;
            boolean escaped = false;
            while (true) {
                int from = at, to;
                while (from < end && b[from] == ' ') from++;
                if (from < end && b[from] == '"') {
                    at = ++from;
                    while (true) {
                        while (at < end && b[at] != '"') at++;
                        if (at + 1 >= end) break rows;
                        if (b[at + 1] != '"') break;
                        escaped = true;
                        at += 2;
                    }
                    to = at++;
                    while (at < end && b[at] != delimiter && b[at] != '\n') at++;
                } else {
                    while (at < end && b[at] != delimiter && b[at] != '\n') at++;
                    to = at;
                }
                if (at >= end) break rows;
                while (to > from && (b[to - 1] & 0xff) <= ' ') to--;
                while (from < to && (b[from] & 0xff) <= ' ') from++;
                if (column < width) {
                    for (int k = slotOf[column]; k >= 0; k = twin[k]) {
                        batch.starts[k][row] = from;
                        batch.lengths[k][row] = to - from;
                    }
                } else if (to > from) {
                    throw wrongWidth(column + 1);
                }
                column++;
                if (b[at++] == '\n') break;
            }
            if (column < width) throw wrongWidth(column);
            if (escaped) unescape(batch, row);
            row++;
            line++;
            done = at;
        }
        batch.rows = row;
        return done;
    }

    private LinkException wrongWidth(int cells) {
        return new LinkException("LINK-ROW", "清单“%s”第 %d 行有 %d 格，表头有 %d 格：列可能错位，请检查。".formatted(label, line + 1, cells, header.size()));
    }

    /// Makes one quote of each doubled one, in place; only for rows that are complete.
    private static void unescape(Batch batch, int row) {
        for (int k = 0; k < batch.starts.length; k++) {
            int from = batch.starts[k][row], to = from + batch.lengths[k][row], write = from;
            for (int read = from; read < to; read++) {
                batch.bytes[write++] = batch.bytes[read];
                if (batch.bytes[read] == '"' && read + 1 < to && batch.bytes[read + 1] == '"') read++;
            }
            batch.lengths[k][row] = write - from;
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }
}
