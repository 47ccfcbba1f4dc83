package org.hutong.exchange;

import static org.hutong.jooq.exchange.tables.Delivery.DELIVERY;
import static org.hutong.jooq.exchange.tables.FolderFile.FOLDER_FILE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hutong.access.Acting;
import org.hutong.kernel.DataFolder;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// The folder `收件` that departments or a transfer program drop lists into.
///
/// ```
/// 收件/死亡人员名单/…   a folder for each list, by its name or code
/// 收件/…死亡人员名单….csv   or a file whose name holds the list's name
/// 在读/  已收/  退回/   where the files go; beside a refused one stands why, beside one with bad rows its marked copy
/// ```
///
/// A file is taken when its size and time have stood still between two looks. Every step can be broken off and taken up again: a file is
/// moved only after its delivery is committed, and the same bytes are never delivered twice.
@Service
public class WatchedFolder {

    static final String IN = "收件";
    static final String READING = "在读";
    static final String DONE = "已收";
    static final String REFUSED = "退回";
    private static final int LAST = 100;

    private record Still(long size, long time) {}

    /// @param list the list's name, null where the file's list was not known
    public record Seen(UUID id, @Nullable String list, String fileName, long size, OffsetDateTime at, boolean taken, String said, @Nullable UUID deliveryId) {}

    /// @param waiting files that lie in the folder and are not read yet
    public record Folder(String path, int waiting, List<Seen> seen) {}

    private final DSLContext sql;
    private final Catalogue catalogue;
    private final Deliveries deliveries;
    private final DeliveryQueue queue;
    private final TransactionTemplate transaction;
    private final Today today;
    private final Path root;
    private final Map<Path, Still> looked = new HashMap<>();

    WatchedFolder(DSLContext sql, Catalogue catalogue, Deliveries deliveries, DeliveryQueue queue, TransactionTemplate transaction, Today today, DataFolder data,
            @Value("${hutong.exchange.folder:}") String folder) {
        this.sql = sql;
        this.catalogue = catalogue;
        this.deliveries = deliveries;
        this.queue = queue;
        this.transaction = transaction;
        this.today = today;
        this.root = folder.isBlank() ? data.path().resolve("交换") : Path.of(folder);
    }

    Path root() {
        return root;
    }

    public Folder folder() {
        var waiting = 0;
        try {
            waiting = dropped().size();
        } catch (IOException e) {
            // shown as empty: the look that follows says why
            waiting = 0;
        }
        var seen = transaction.execute(t -> sql.selectFrom(FOLDER_FILE).orderBy(FOLDER_FILE.SEEN_AT.desc()).limit(LAST).fetch(row -> new Seen(row.getId(), row.getList() == null ? null
                : catalogue.entry(row.getList()).map(Catalogue.Entry::name).orElse(row.getList()), row.getFileName(), row.getSize(), row.getSeenAt(),
                row.getOutcome().equals("TAKEN"), row.getSaid(), row.getDeliveryId())));
        return new Folder(root.resolve(IN).toString(), waiting, seen);
    }

    /// One look. Call with an actor set and outside a transaction.
    ///
    /// @return files taken up or put away
    public synchronized int look() {
        try {
            for (var name : List.of(IN, READING, DONE, REFUSED)) {
                Files.createDirectories(root.resolve(name));
            }
            var moved = 0;
            for (var file : dropped()) {
                if (still(file)) {
                    take(file);
                    moved++;
                }
            }
            looked.keySet().removeIf(file -> !Files.exists(file));
            return moved + putAway();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> dropped() throws IOException {
        var found = new ArrayList<Path>();
        var in = root.resolve(IN);
        if (!Files.isDirectory(in)) {
            return found;
        }
        try (var walk = Files.walk(in, 2)) {
            walk.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && !unfinished(file.getFileName().toString())).sorted().forEach(found::add);
        }
        return found;
    }

    /// Names by which transfer programs mark a file they still write.
    private static boolean unfinished(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith(".") || lower.startsWith("~$") || lower.endsWith(".part") || lower.endsWith(".tmp") || lower.endsWith(".filepart") || lower.endsWith(".crdownload");
    }

    private boolean still(Path file) throws IOException {
        var now = new Still(Files.size(file), Files.getLastModifiedTime(file).toMillis());
        return now.equals(looked.put(file, now));
    }

    private void take(Path file) throws IOException {
        var name = file.getFileName().toString();
        var list = listOf(file);
        if (list.isEmpty()) {
            refuse(file, null, "看不出是哪一种名单。请放进以名单命名的文件夹，或让文件名带上名单的名字");
            return;
        }
        try {
            var delivery = receive(list.get(), name, file);
            if (delivery.state() == Delivery.State.REFUSED) {
                var said = delivery.refusal() == null ? "没有收下" : delivery.refusal().title();
                put(file, DONE, delivery.id() + "_" + name);
                note(list.get(), name, 0, false, said, delivery.id());
                return;
            }
            queue.add(delivery.id());
            put(file, READING, delivery.id() + "_" + name);
        } catch (Refusal refusal) {
            // a full disk is not the file's fault: it stays where it is, and a later look takes it
            if (refusal.kind() != Refusal.Kind.UNAVAILABLE) {
                refuse(file, list.get(), refusal.title() + "。" + refusal.next());
            }
        }
    }

    private Delivery receive(String list, String name, Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return deliveries.receive(list, name, in, Delivery.Door.FOLDER);
        }
    }

    /// The folder the file lies in says which list it is, or its own name does; the longest name that fits counts.
    private Optional<String> listOf(Path file) {
        var folder = file.getParent().getFileName().toString();
        var named = catalogue.entry(folder).or(() -> catalogue.named(folder));
        if (named.isPresent()) {
            return named.map(Catalogue.Entry::code);
        }
        var name = file.getFileName().toString();
        return catalogue.entries().stream().filter(entry -> name.contains(entry.name()) || name.startsWith(entry.code() + "_") || entry.aliases().stream().anyMatch(name::contains))
                .max(java.util.Comparator.comparingInt(entry -> entry.name().length())).map(Catalogue.Entry::code);
    }

    /// Files whose delivery has come to its end leave `在读`.
    private int putAway() throws IOException {
        var count = 0;
        try (var reading = Files.list(root.resolve(READING))) {
            for (var file : reading.sorted().toList()) {
                var name = file.getFileName().toString();
                if (name.length() < 38 || name.charAt(36) != '_') {
                    continue;
                }
                var id = UUID.fromString(name.substring(0, 36));
                var delivery = deliveries.byId(id);
                var done = delivery.state() == Delivery.State.DONE;
                if (done || delivery.state() == Delivery.State.REFUSED) {
                    if (done && delivery.rowsRefused() > 0) {
                        Files.write(root.resolve(REFUSED).resolve(id + "_" + bare(name.substring(37)) + "_标注.xlsx"), deliveries.marked(id));
                    }
                    var said = done ? "收 " + delivery.rowsTaken() + " 行，与以前相同 " + delivery.rowsSame() + " 行，退 " + delivery.rowsRefused() + " 行" + (delivery.rowsApart() > 0 ? "，与本地在册的人无关、没有留存 " + delivery.rowsApart() + " 行" : "")
                            : delivery.refusal() == null ? "没有收下" : delivery.refusal().title() + "。" + delivery.refusal().next();
                    if (!done) {
                        Files.writeString(root.resolve(REFUSED).resolve(name + ".说明.txt"), said, StandardCharsets.UTF_8);
                    }
                    note(delivery.list(), name.substring(37), Files.size(file), done, said, id);
                    move(file, root.resolve(done ? DONE : REFUSED).resolve(name));
                    count++;
                }
            }
        }
        return count;
    }

    private static String bare(String name) {
        var plain = Inflated.bare(name);
        var dot = plain.lastIndexOf('.');
        return dot < 1 ? plain : plain.substring(0, dot);
    }

    private void refuse(Path file, @Nullable String list, String said) throws IOException {
        var name = file.getFileName().toString();
        var size = Files.size(file);
        var id = Ids.next();
        Files.writeString(root.resolve(REFUSED).resolve(id + "_" + name + ".说明.txt"), said, StandardCharsets.UTF_8);
        put(file, REFUSED, id + "_" + name);
        note(list, name, size, false, said, null);
    }

    private void put(Path file, String folder, String name) throws IOException {
        move(file, root.resolve(folder).resolve(name));
        looked.remove(file);
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void note(@Nullable String list, String name, long size, boolean taken, String said, @Nullable UUID delivery) {
        transaction.executeWithoutResult(t -> sql.insertInto(FOLDER_FILE).set(FOLDER_FILE.ID, Ids.next()).set(FOLDER_FILE.REGION_ID, Acting.current().scope().getFirst())
                .set(FOLDER_FILE.LIST, list).set(FOLDER_FILE.FILE_NAME, name.length() > 200 ? name.substring(name.length() - 200) : name).set(FOLDER_FILE.SIZE, size)
                .set(FOLDER_FILE.SEEN_AT, today.now().atOffset(ZoneOffset.UTC)).set(FOLDER_FILE.OUTCOME, taken ? "TAKEN" : "REFUSED").set(FOLDER_FILE.SAID, said)
                .set(FOLDER_FILE.DELIVERY_ID, delivery).execute());
    }

    /// Files of deliveries whose term is over go too, and refused ones of no delivery after a month (假设).
    int sweep() throws IOException {
        var gone = 0;
        for (var folder : List.of(DONE, REFUSED)) {
            if (!Files.isDirectory(root.resolve(folder))) {
                continue;
            }
            try (var files = Files.list(root.resolve(folder))) {
                for (var file : files.toList()) {
                    var name = file.getFileName().toString();
                    if (name.length() > 36 && name.charAt(36) == '_' && over(UUID.fromString(name.substring(0, 36)), file)) {
                        Files.deleteIfExists(file);
                        gone++;
                    }
                }
            }
        }
        return gone;
    }

    private boolean over(UUID id, Path file) throws IOException {
        var known = transaction.execute(t -> sql.select(DELIVERY.DATA_KEY.isNull(), DELIVERY.STATE).from(DELIVERY).where(DELIVERY.ID.eq(id)).fetchOptional());
        if (known.isPresent() && !known.get().value2().equals("REFUSED")) {
            return known.get().value1();
        }
        return Files.getLastModifiedTime(file).toInstant().isBefore(today.now().minusSeconds(30L * 86_400));
    }
}
