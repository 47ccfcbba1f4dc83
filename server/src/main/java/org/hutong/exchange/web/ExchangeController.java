package org.hutong.exchange.web;

import java.io.IOException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hutong.access.Acting;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.access.ServiceAccounts;
import org.hutong.exchange.Catalogue;
import org.hutong.exchange.DeliveredRows;
import org.hutong.exchange.Deliveries;
import org.hutong.exchange.Delivery;
import org.hutong.exchange.DeliveryQueue;
import org.hutong.exchange.Freshness;
import org.hutong.exchange.Uploads;
import org.hutong.exchange.WatchedFolder;
import org.hutong.kernel.Page;
import org.hutong.kernel.Today;
import org.hutong.registry.FactKinds;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

@RestController
@RequestMapping("/api/exchange")
class ExchangeController {

    private final Catalogue catalogue;
    private final Deliveries deliveries;
    private final DeliveredRows rows;
    private final DeliveryQueue queue;
    private final Uploads uploads;
    private final WatchedFolder folder;
    private final ServiceAccounts accounts;
    private final Today today;

    ExchangeController(Catalogue catalogue, Deliveries deliveries, DeliveredRows rows, DeliveryQueue queue, Uploads uploads, WatchedFolder folder, ServiceAccounts accounts, Today today) {
        this.catalogue = catalogue;
        this.deliveries = deliveries;
        this.rows = rows;
        this.queue = queue;
        this.uploads = uploads;
        this.folder = folder;
        this.accounts = accounts;
        this.today = today;
    }

    /// @param sees 都可看, 民政与本部门 or 本部门
    public record ListField(String code, String name, boolean required, String sees) {}

    public record LastDelivery(UUID id, OffsetDateTime at, int rows) {}

    /// @param states    what a row says of its person
    /// @param lastOn    day of the newest delivery anywhere in the city
    /// @param dueOn     when the next one is due; absent while none was ever delivered
    /// @param absent    what not being in it says of a child
    public record CatalogueEntry(String code, String name, List<String> aliases, String department, String purpose, String basis, String frequency,
            int everyDays, int graceDays, List<ListField> fields, List<String> states, boolean complete, @Nullable String absent, int keepDays,
            @Nullable LastDelivery lastDelivery, @Nullable LocalDate lastOn, @Nullable LocalDate dueOn, boolean stale) {}

    @GetMapping("/catalogue")
    @Allowed(Permission.CATALOGUE_READ)
    List<CatalogueEntry> catalogue() {
        var newest = deliveries.newest();
        // A list that came in at the city is not overdue in a district that cannot open it.
        var days = Acting.as(accounts.nightly(), deliveries::newestDays);
        return catalogue.entries().stream().map(entry -> {
            var last = newest.get(entry.code());
            var day = days.get(entry.code());
            return new CatalogueEntry(entry.code(), entry.name(), entry.aliases(), entry.department(), entry.purpose(), entry.basis(), entry.frequency(), entry.everyDays(),
                    Freshness.GRACE_DAYS, entry.fields().stream().map(field -> new ListField(field.code(), field.name(), field.required(), sees(field.sees()))).toList(),
                    entry.facts().stream().map(fact -> FactKinds.name(fact.kind())).distinct().toList(), entry.complete(),
                    entry.absent() == null ? null : entry.absent().kind() + "为 " + entry.absent().value(), entry.keepDays(),
                    last == null ? null : new LastDelivery(last.id(), last.receivedAt(), last.rowsRead()), day, Freshness.due(entry, day), Freshness.stale(entry, day, today.date()));
        }).toList();
    }

    private static String sees(Catalogue.Sees sees) {
        return switch (sees) {
            case ALL -> "都可看";
            case OFFICER -> "民政与本部门";
            case DEPARTMENT -> "本部门";
        };
    }

    /// @param whole true to read it as it is, false to send it back
    public record HeldAnswer(boolean whole, String note) {}

    @PostMapping("/deliveries/{id}/answer")
    @Allowed(Permission.DELIVERY_SEND)
    Delivery answer(@PathVariable UUID id, @RequestBody HeldAnswer body) {
        deliveries.answer(id, body.whole(), body.note());
        if (body.whole()) {
            queue.add(id);
        }
        return deliveries.byId(id);
    }

    @GetMapping("/deliveries/{id}/rows/{row}")
    @Allowed(Permission.DELIVERY_READ)
    List<DeliveredRows.RowField> cited(@PathVariable UUID id, @PathVariable int row) {
        return rows.cited(id, row);
    }

    @GetMapping("/folder")
    @Allowed(Permission.DELIVERY_SEND)
    WatchedFolder.Folder folder() {
        return folder.folder();
    }

    public record UploadBegun(String list, String fileName, long size) {}

    @PostMapping("/uploads")
    @Allowed(Permission.DELIVERY_SEND)
    Uploads.Upload begin(@RequestBody UploadBegun body) {
        return uploads.begin(body.list(), body.fileName(), body.size());
    }

    @GetMapping("/uploads/{id}")
    @Allowed(Permission.DELIVERY_SEND)
    Uploads.Upload upload(@PathVariable UUID id) {
        return uploads.byId(id);
    }

    /// @param offset where the piece begins
    /// @param sha256 its checksum, hexadecimal
    @PutMapping("/uploads/{id}/pieces")
    @Allowed(Permission.DELIVERY_SEND)
    Uploads.Upload piece(@PathVariable UUID id, @RequestParam long offset, @RequestParam String sha256, @RequestBody byte[] bytes) {
        return uploads.append(id, offset, sha256, bytes);
    }

    @PostMapping("/uploads/{id}/finish")
    @Allowed(Permission.DELIVERY_SEND)
    Delivery finish(@PathVariable UUID id) {
        return uploads.finish(id);
    }

    public record Mapping(Map<String, String> headings) {}

    @PutMapping("/catalogue/{code}/mapping")
    @Allowed({Permission.CATALOGUE_MANAGE, Permission.DELIVERY_SEND})
    void remember(@PathVariable String code, @RequestBody Mapping body) {
        deliveries.remember(code, body.headings());
    }

    @PostMapping("/deliveries")
    @Allowed(Permission.DELIVERY_SEND)
    Delivery receive(@RequestPart("file") MultipartFile file, @RequestParam("list") String list) throws IOException {
        try (var in = file.getInputStream()) {
            var delivery = deliveries.receive(list, file.getOriginalFilename() == null ? "名单" : file.getOriginalFilename(), in);
            if (delivery.state() == Delivery.State.RECEIVED) {
                queue.add(delivery.id());
            }
            return delivery;
        }
    }

    @GetMapping("/deliveries")
    @Allowed(Permission.DELIVERY_READ)
    Page<Delivery> list(@RequestParam @Nullable String list, @RequestParam @Nullable String after, @RequestParam @Nullable String before,
            @RequestParam @Nullable Integer limit) {
        return deliveries.list(list, after, before, limit);
    }

    @GetMapping("/deliveries/{id}")
    @Allowed(Permission.DELIVERY_READ)
    Delivery one(@PathVariable UUID id) {
        return deliveries.byId(id);
    }

    @GetMapping("/deliveries/{id}/marked")
    @Allowed(Permission.DELIVERY_SEND)
    ResponseEntity<byte[]> marked(@PathVariable UUID id) {
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"marked.xlsx\"; filename*=UTF-8''%E6%A0%87%E6%B3%A8.xlsx")
                .contentType(MediaType.parseMediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))
                .body(deliveries.marked(id));
    }

    @PostMapping("/deliveries/{id}/stop")
    @Allowed(Permission.DELIVERY_SEND)
    Delivery stop(@PathVariable UUID id) {
        deliveries.stop(id);
        return deliveries.byId(id);
    }

    @PostMapping("/deliveries/{id}/resume")
    @Allowed(Permission.DELIVERY_SEND)
    Delivery resume(@PathVariable UUID id) {
        deliveries.queueAgain(id);
        queue.again(id);
        return deliveries.byId(id);
    }
}
