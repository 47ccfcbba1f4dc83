package org.hutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.hutong.files.SheetReader;
import org.hutong.kernel.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Valid lists, damaged at random: the readers refuse or read, and do nothing else. The seed is printed; `-Dhutong.fuzz.seed` repeats a run,
/// `-Dhutong.fuzz.seconds` makes it long (`./hutong soak readers`).
class ReadersUnderMutationTests extends ListWorld {

    /// One input may take this long before it counts as a hang.
    private static final long HANG_SECONDS = 30;

    private static List<byte[]> seeds() {
        var lines = new StringBuilder(HEADINGS).append("\r\n");
        for (var i = 0; i < 40; i++) {
            lines.append("张\"\"某,").append(number()).append(",2026-05-01,\"疾病，\"\"老\"\"\"\r\n");
        }
        var utf8 = lines.toString().getBytes(StandardCharsets.UTF_8);
        var book = workbook(work -> {
            work.newWorksheet("说明").value(0, 0, "说明");
            var sheet = work.newWorksheet("名单");
            var headings = HEADINGS.split(",");
            for (var i = 0; i < headings.length; i++) {
                sheet.value(1, i, headings[i]);
            }
            for (var row = 2; row < 40; row++) {
                sheet.value(row, 0, "李某");
                sheet.value(row, 1, number());
                sheet.value(row, 2, LocalDate.of(2026, 5, 1));
                sheet.style(row, 2).format("yyyy-mm-dd").set();
            }
            sheet.range(3, 3, 5, 3).merge();
        });
        return List.of(utf8, lines.toString().getBytes(Charset.forName("GBK")), gzip(utf8), book, gzip(book));
    }

    /// One to eight damages: bits, bytes, cuts, copies, numbers of the headings of zip and gzip, and pieces of another file.
    private static byte[] damaged(byte[] whole, byte[] other, Random random) {
        var bytes = whole.clone();
        for (var n = 1 + random.nextInt(8); n > 0 && bytes.length > 4; n--) {
            var at = random.nextInt(4) == 0 ? random.nextInt(Math.min(64, bytes.length)) : random.nextInt(bytes.length);
            switch (random.nextInt(9)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes = Arrays.copyOf(bytes, at + 1);
                case 3 -> bytes = spliced(bytes, at, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + random.nextInt(2_000))));
                case 4 -> bytes = spliced(bytes, at, Arrays.copyOf(other, Math.min(other.length, random.nextInt(500))));
                case 5 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + random.nextInt(16)), (byte) 0xFF);
                case 6 -> bytes = spliced(bytes, at, "\"".repeat(1 + random.nextInt(50)).getBytes(StandardCharsets.UTF_8));
                case 7 -> bytes = spliced(bytes, at, ",".repeat(random.nextInt(1_000)).getBytes(StandardCharsets.UTF_8));
                default -> bytes = spliced(bytes, at, List.of("<!DOCTYPE x [<!ENTITY a \"b\">]>", "\u0000", "\r", "=1+1", "1.20101E+17", "<mergeCell ref=\"A1:ZZ9999999\"/>").get(random.nextInt(6))
                        .getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int at, byte[] piece) {
        var out = new byte[bytes.length + piece.length];
        System.arraycopy(bytes, 0, out, 0, at);
        System.arraycopy(piece, 0, out, at, piece.length);
        System.arraycopy(bytes, at, out, at + piece.length, bytes.length - at);
        return out;
    }

    private static long seed() {
        var seed = Long.getLong("hutong.fuzz.seed", System.nanoTime());
        System.out.println("fuzz seed " + seed);
        return seed;
    }

    /// @return true when the file was read to its end
    private static boolean read(byte[] bytes, String name, Path folder) throws Exception {
        var entry = new Catalogue().entry("DEATH").orElseThrow();
        var kept = Files.createTempFile(folder, "fuzz", null);
        Files.write(kept, bytes);
        var plain = kept;
        try {
            plain = Inflated.of(kept);
            var sheet = SheetReader.open(plain, Inflated.bare(name), headings -> RowReader.fits(entry, headings, Map.of()));
            var reader = RowReader.of(entry, sheet.headings(), Map.of(), TODAY);
            sheet.rows(row -> reader.read(row).problems());
            return true;
        } catch (Refusal refused) {
            assertThat(refused.code()).matches("(FIL|EXC)-\\d{3}");
            return false;
        } finally {
            Files.deleteIfExists(plain);
            Files.deleteIfExists(kept);
        }
    }

    @Test
    void damagedFilesAreReadOrRefusedAndNothingElse() throws Exception {
        var seconds = Long.getLong("hutong.fuzz.seconds", 8);
        var seed = seed();
        var random = new Random(seed);
        var seeds = seeds();
        var folder = Files.createTempDirectory("hutong-fuzz");
        var names = List.of("a.csv", "a.xlsx", "a.csv.gz", "a");
        var done = new AtomicLong();
        var refused = new AtomicLong();
        var failure = new AtomicReference<Throwable>();
        var last = new AtomicReference<byte[]>();
        var worker = Thread.ofPlatform().daemon().start(() -> {
            var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            try {
                while (System.nanoTime() < until) {
                    var bytes = damaged(seeds.get(random.nextInt(seeds.size())), seeds.get(random.nextInt(seeds.size())), random);
                    last.set(bytes);
                    if (!read(bytes, names.get(random.nextInt(names.size())), folder)) {
                        refused.incrementAndGet();
                    }
                    done.incrementAndGet();
                }
            } catch (Throwable e) {
                failure.set(e);
            }
        });
        for (var before = -1L; worker.isAlive();) {
            worker.join(TimeUnit.SECONDS.toMillis(HANG_SECONDS));
            if (worker.isAlive() && done.get() == before) {
                failure.set(new AssertionError("an input of " + last.get().length + " bytes hangs"));
                break;
            }
            before = done.get();
        }
        System.out.println("fuzz inputs " + done + " refused " + refused);
        if (failure.get() != null) {
            var kept = Files.createTempFile("hutong-fuzz-found", ".bin");
            Files.write(kept, last.get());
            throw new AssertionError("seed " + seed + ", the input is kept in " + kept, failure.get());
        }
        assertThat(done.get()).isPositive();
        assertThat(refused.get()).as("some of the damage is noticed").isPositive();
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aDamagedFileThroughTheRealDoorLeavesAWholeBatchOrNone() {
        var seed = seed();
        var random = new Random(seed);
        var seeds = seeds();
        for (var i = 0; i < 25; i++) {
            var answer = officer().upload("/api/exchange/deliveries", List.of("甲.csv", "乙.xlsx", "丙.csv.gz").get(random.nextInt(3)) , damaged(seeds.get(random.nextInt(seeds.size())), seeds.get(0), random), Map.of("list", "DEATH"));
            assertThat(answer.status()).as("seed %d: %s", seed, answer.text()).isEqualTo(200);
            var delivery = ended(UUID.fromString(answer.json().path("id").asString()));
            assertThat(delivery.state()).as("seed %d: %s", seed, delivery).isIn(Delivery.State.DONE, Delivery.State.REFUSED, Delivery.State.HELD);
            if (delivery.state() == Delivery.State.DONE) {
                assertThat(delivery.rowsRead()).as("seed %d: %s", seed, delivery).isEqualTo(delivery.rowsTaken() + delivery.rowsSame() + delivery.rowsApart() + delivery.rowsRefused());
                assertThat(rows(delivery.id())).hasSize(delivery.rowsTaken());
            } else {
                nothingOf(delivery.id());
            }
        }
    }
}
