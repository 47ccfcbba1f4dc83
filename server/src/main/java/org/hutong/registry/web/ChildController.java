package org.hutong.registry.web;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hutong.access.Allowed;
import org.hutong.access.LookLog;
import org.hutong.access.Looks;
import org.hutong.access.Permission;
import org.hutong.access.Purposes;
import org.hutong.kernel.Page;
import org.hutong.kernel.Refusal;
import org.hutong.registry.ChildExport;
import org.hutong.registry.ChildFiles;
import org.hutong.registry.ChildFilter;
import org.hutong.registry.ChildRow;
import org.hutong.registry.ChildSort;
import org.hutong.registry.Children;
import org.hutong.registry.FactShown;
import org.hutong.registry.FactSource;
import org.hutong.registry.Level;
import org.hutong.registry.NewFact;
import org.hutong.registry.Part;
import org.hutong.registry.Registry;
import org.hutong.registry.Reveal;
import org.hutong.registry.Stage;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/children")
class ChildController {

    record Filter(@Nullable @Size(max = 60, message = "查询内容太长") String q, @Nullable @Size(max = 60, message = "类别太长") String category, @Nullable Stage stage,
            @Nullable Integer regionId, @Nullable Level level, @Nullable LocalDate asOf) {
        ChildFilter asked() {
            return new ChildFilter(q, category, stage, regionId, level, asOf);
        }
    }

    record ExportOrder(@Nullable @Valid Filter filter, @NotBlank(message = "请写明用途") @Size(max = 200, message = "用途太长") String reason) {}

    record RevealOrder(@NotNull(message = "请选择要显示的一项") Reveal.Field field, @Nullable UUID personId) {}

    record FactOrder(@NotNull(message = "请选择人") UUID personId, @NotBlank(message = "请选择情况") @Size(max = 60, message = "情况名太长") String kind,
            @NotBlank(message = "请填写内容") @Size(max = 200, message = "内容太长") String value, @NotNull(message = "请填写开始日期") LocalDate trueFrom,
            @Nullable LocalDate trueTo, @Nullable UUID evidenceFileId, @Nullable @Size(max = 500, message = "说明太长") String note) {}

    record EntryOrder(@NotNull(message = "请选择部分") Part part, @Nullable LocalDate on, @NotBlank(message = "请写内容") @Size(max = 2000, message = "内容太长") String text) {}

    private final Children children;
    private final ChildExport export;
    private final Reveal reveal;
    private final Registry registry;
    private final ChildFiles files;
    private final Purposes purposes;
    private final LookLog looks;
    private final Looks whoLooked;
    private final org.hutong.kernel.Today today;

    ChildController(Children children, ChildExport export, Reveal reveal, Registry registry, ChildFiles files, Purposes purposes, LookLog looks, Looks whoLooked,
            org.hutong.kernel.Today today) {
        this.children = children;
        this.export = export;
        this.reveal = reveal;
        this.registry = registry;
        this.files = files;
        this.purposes = purposes;
        this.looks = looks;
        this.whoLooked = whoLooked;
        this.today = today;
    }

    @GetMapping
    @Allowed(Permission.CHILD_LIST)
    Page<ChildRow> find(@RequestParam(required = false) @Nullable String q, @RequestParam(required = false) @Nullable String category,
            @RequestParam(required = false) @Nullable Stage stage, @RequestParam(required = false) @Nullable Integer regionId,
            @RequestParam(required = false) @Nullable Level level, @RequestParam(required = false) @Nullable LocalDate asOf,
            @RequestParam(required = false) @Nullable String sort, @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable String before, @RequestParam(required = false) @Nullable Integer limit) {
        if (q != null && q.length() > 60) {
            throw new Refusal(Refusal.Kind.INVALID, "REG-009", "查询内容太长", "没有查询", "请缩短后再查");
        }
        return children.find(new ChildFilter(q, category, stage, regionId, level, asOf), order(sort), after, before, Page.limit(limit));
    }

    private static ChildSort order(@Nullable String sort) {
        if (sort == null || sort.isBlank()) {
            return ChildSort.NAME;
        }
        try {
            return ChildSort.valueOf(sort.toUpperCase(java.util.Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new Refusal(Refusal.Kind.INVALID, "REG-010", "没有这种排序", "没有查询", "可按姓名、年龄、更新时间、紧急程度排序");
        }
    }

    @PostMapping("/export")
    @Allowed(Permission.CHILD_EXPORT)
    ResponseEntity<byte[]> export(@RequestBody @Valid ExportOrder order) {
        var exported = export.export(order.filter() == null ? ChildFilter.ALL : order.filter().asked(), order.reason());
        return ResponseEntity.ok().header("X-Rows", String.valueOf(exported.rows()))
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename(exported.fileName(), StandardCharsets.UTF_8).build().toString())
                .contentType(MediaType.parseMediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")).body(exported.workbook());
    }

    @GetMapping("/similar")
    @Allowed(Permission.CHILD_LIST)
    List<Children.Similar> similar(@RequestParam(required = false) @Nullable String name, @RequestParam(required = false) @Nullable LocalDate born,
            @RequestParam(required = false) @Nullable String idNumber) {
        return children.similar(name, born, idNumber);
    }

    /// Who opened this file, and why (谁看过).
    @GetMapping("/{id}/looks")
    @Allowed(Permission.CHILD_LOOKS)
    Page<Looks.Look> looks(@PathVariable UUID id, @RequestParam(required = false) @Nullable String after, @RequestParam(required = false) @Nullable Integer limit) {
        registry.child(id);
        return whoLooked.ofSubject(id, after, Page.limit(limit));
    }

    @PostMapping("/{id}/reveal")
    @Allowed(Permission.CHILD_REVEAL)
    Reveal.Shown reveal(@PathVariable UUID id, @RequestBody @Valid RevealOrder order) {
        return reveal.show(id, order.field(), order.personId());
    }

    @PostMapping("/{id}/facts")
    @Allowed(Permission.FACT_RECORD)
    @ResponseStatus(HttpStatus.CREATED)
    @Transactional
    FactShown record(@PathVariable UUID id, @RequestBody @Valid FactOrder order) {
        var child = registry.child(id);
        var purpose = purposes.require(id);
        if (!order.personId().equals(child.personId())
                && registry.relatives(child.personId()).stream().noneMatch(relative -> relative.personId().equals(order.personId()))) {
            throw new Refusal(Refusal.Kind.NOT_FOUND, "REG-001", "没有找到，或不在您的权限范围内", "没有保存", "请从档案里选择家庭成员");
        }
        if (order.trueFrom().isAfter(today.date())) {
            throw new Refusal(Refusal.Kind.INVALID, "REG-011", "开始日期晚于今天", "没有保存", "请核对日期");
        }
        var fact = registry.record(new NewFact(order.personId(), order.kind(), order.value().strip(), null, order.trueFrom(), order.trueTo(),
                new FactSource(null, null, null, null, null), null, order.evidenceFileId(), order.note(), null));
        looks.record(LookLog.Action.CHANGE, "child", id, child.regionId(), purpose.purpose(), LookLog.OK, "登记" + fact.kindName());
        return FactShown.of(fact, registry.person(order.personId()).name());
    }

    @PostMapping("/{id}/entries")
    @Allowed(Permission.FACT_RECORD)
    @ResponseStatus(HttpStatus.CREATED)
    @Transactional
    UUID write(@PathVariable UUID id, @RequestBody @Valid EntryOrder order) {
        registry.child(id);
        purposes.require(id);
        return files.write(id, order.part(), order.on() == null ? today.date() : order.on(), order.text());
    }
}
