package org.hutong.exchange.web;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.exchange.Catalogue;
import org.hutong.exchange.Deliveries;
import org.hutong.exchange.Delivery;
import org.hutong.exchange.DeliveryQueue;
import org.hutong.kernel.Page;
import org.hutong.kernel.Today;
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

    private static final int FRESH_DAYS = 45;

    private final Catalogue catalogue;
    private final Deliveries deliveries;
    private final DeliveryQueue queue;
    private final Today today;

    ExchangeController(Catalogue catalogue, Deliveries deliveries, DeliveryQueue queue, Today today) {
        this.catalogue = catalogue;
        this.deliveries = deliveries;
        this.queue = queue;
        this.today = today;
    }

    public record ListField(String code, String name, boolean required) {}

    public record LastDelivery(UUID id, OffsetDateTime at, int rows) {}

    public record CatalogueEntry(String code, String name, String department, String purpose, String basis, String frequency, List<ListField> fields,
            int keepDays, @Nullable LastDelivery lastDelivery, boolean stale) {}

    @GetMapping("/catalogue")
    @Allowed(Permission.CATALOGUE_READ)
    List<CatalogueEntry> catalogue() {
        return catalogue.entries().stream().map(entry -> {
            var last = deliveries.list(entry.code(), null, null, 1).items().stream().filter(d -> d.state() == Delivery.State.DONE).findFirst();
            return new CatalogueEntry(entry.code(), entry.name(), entry.department(), entry.purpose(), entry.basis(), entry.frequency(),
                    entry.fields().stream().map(field -> new ListField(field.code(), field.name(), field.required())).toList(), entry.keepDays(),
                    last.map(d -> new LastDelivery(d.id(), d.receivedAt(), d.rowsTaken())).orElse(null),
                    last.map(d -> d.receivedAt().toInstant().isBefore(today.now().minusSeconds(FRESH_DAYS * 86_400L))).orElse(true));
        }).toList();
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
        queue.add(id);
        return deliveries.byId(id);
    }
}
