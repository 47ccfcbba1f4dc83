package org.hutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.hutong.FlowWorld;
import org.hutong.access.Role;
import org.hutong.kernel.DataFolder;
import org.springframework.beans.factory.annotation.Autowired;

/// Lists as departments send them, delivered through the real doors. Identity numbers begin with `17`, which no province ever had.
abstract class ListWorld extends FlowWorld {

    private static final AtomicInteger NEXT = new AtomicInteger();
    static final String HEADINGS = "姓名,身份证号,死亡日期,死亡原因";

    @Autowired
    Deliveries deliveries;
    @Autowired
    DataFolder data;

    /// A possible number that no other test has.
    static String number(LocalDate born) {
        var n = NEXT.incrementAndGet();
        var first = "17%04d%s%03d".formatted(n / 1000 + 1, born.toString().replace("-", ""), n % 1000);
        var sum = 0;
        for (var i = 0; i < 17; i++) {
            sum += (first.charAt(i) - '0') * ((1 << (17 - i)) % 11);
        }
        return first + "10X98765432".charAt(sum % 11);
    }

    static String number() {
        return number(LocalDate.of(1985, 3, 4));
    }

    static byte[] csv(String... lines) {
        return String.join("\r\n", lines).getBytes(StandardCharsets.UTF_8);
    }

    static byte[] gzip(byte[] plain) {
        var out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] workbook(Consumer<Workbook> content) {
        var out = new ByteArrayOutputStream();
        try (var workbook = new Workbook(out, "test", "1.0")) {
            content.accept(workbook);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// Delivered by the district's officer in the console, and read to its end.
    Delivery delivered(String list, String fileName, byte[] content) {
        var id = UUID.fromString(ok(officer().upload("/api/exchange/deliveries", fileName, content, Map.of("list", list))).path("id").asString());
        return ended(id);
    }

    Delivery ended(UUID id) {
        for (var i = 0; i < 400; i++) {
            var delivery = seen(id);
            if (delivery.state() != Delivery.State.RECEIVED && delivery.state() != Delivery.State.READING) {
                return delivery;
            }
            pause();
        }
        throw new AssertionError("still " + seen(id).state());
    }

    Delivery seen(UUID id) {
        return as(serviceAccounts.nightly(), () -> deliveries.byId(id));
    }

    static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    List<ListRow> rows(UUID delivery) {
        return as(serviceAccounts.nightly(), () -> deliveries.rows(delivery));
    }

    /// Nothing of a delivery that was not taken may be seen by anyone.
    void nothingOf(UUID delivery) {
        assertThat(as(Role.CITY_OFFICER, "12", () -> jdbc.sql("select count(*) from exchange.row where delivery_id = :id").param("id", delivery).query(Integer.class).single())).isZero();
    }
}
