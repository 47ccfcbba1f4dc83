package org.hutong.registry;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hutong.access.Acting;
import org.hutong.access.LookLog;
import org.hutong.access.Purposes;
import org.hutong.kernel.CitizenId;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.region.Regions;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Registers a child by hand and moves one to another place.
@Service
@Transactional
public class NewChildren {

    /// What was typed.
    ///
    /// @param guardianRelation what the guardian is to the child, as rosters write it (祖母, 父亲)
    /// @param notTheSame       the officer saw the likely duplicates and says this is another child
    public record Typed(String name, @Nullable String sex, @Nullable LocalDate born, @Nullable String ethnicity, @Nullable String idNumber, @Nullable String phone,
            @Nullable String address, int regionId, @Nullable Integer hukouId, @Nullable String guardianName, @Nullable String guardianRelation,
            @Nullable String guardianPhone, boolean notTheSame) {}

    /// Weight (log2 odds) from which registering waits for the officer's word that it is somebody else.
    private static final double LIKELY = 3;

    private final Registry registry;
    private final ChildFiles files;
    private final SamePersons same;
    private final Regions regions;
    private final Purposes purposes;
    private final LookLog looks;
    private final ApplicationEventPublisher events;
    private final Today today;

    NewChildren(Registry registry, ChildFiles files, SamePersons same, Regions regions, Purposes purposes, LookLog looks, ApplicationEventPublisher events, Today today) {
        this.registry = registry;
        this.files = files;
        this.same = same;
        this.regions = regions;
        this.purposes = purposes;
        this.looks = looks;
        this.events = events;
        this.today = today;
    }

    /// Enrols the child and its guardian and opens the file.
    ///
    /// @throws Refusal `REG-084` place, `REG-085` number, `REG-086` birth date, `REG-087` a file with this number, `REG-088` likely the same as another
    public UUID register(Typed typed) {
        villages(typed.regionId(), "没有登记");
        if (Acting.current().scope().stream().noneMatch(regions.chain(typed.regionId())::touches)) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "REG-084", "选的地方不在您的管辖范围内", "没有登记", "请选您管辖的村或社区");
        }
        var number = typed.idNumber() == null || typed.idNumber().isBlank() ? null : CitizenId.clean(typed.idNumber());
        var parsed = number == null ? null : CitizenId.parse(number).orElseThrow(() -> new Refusal(Refusal.Kind.INVALID, "REG-085",
                "身份证号不对：" + CitizenId.check(number).text(), "没有登记", "请对照证件核对；确实没有号码就留空"));
        if (typed.born() == null && parsed == null) {
            throw new Refusal(Refusal.Kind.INVALID, "REG-086", "身份证号和出生日期至少要填一项", "没有登记", "请填写出生日期");
        }
        if (typed.born() != null && (typed.born().isAfter(today.date()) || parsed != null && !parsed.born().equals(typed.born()))) {
            throw new Refusal(Refusal.Kind.INVALID, "REG-086", typed.born().isAfter(today.date()) ? "出生日期晚于今天" : "出生日期与身份证号不一致", "没有登记", "请对照证件核对");
        }
        if (number != null) {
            registry.findByIdNumbers(List.of(number)).stream().findFirst().flatMap(match -> registry.childFileOf(match.personId())).ifPresent(file -> {
                throw new Refusal(Refusal.Kind.CONFLICT, "REG-087", "这个身份证号已有儿童档案 " + registry.child(file).fileNo(), "没有登记", "请打开已有的档案");
            });
        }
        if (!typed.notTheSame() && same.like(typed.name(), typed.born() == null ? parsed.born() : typed.born(), number, typed.phone()).stream()
                .anyMatch(likely -> likely.weight() > LIKELY && registry.childFileOf(likely.b()).isPresent())) {
            throw new Refusal(Refusal.Kind.CONFLICT, "REG-088", "档案里有很像的孩子，可能是同一人", "没有登记", "请先看列出的档案；确认不是同一人，再勾选“不是同一人”提交");
        }
        var child = enrol(new NewPerson(typed.name(), blank(typed.sex()), typed.born(), blank(typed.ethnicity()), number, blank(typed.phone()), blank(typed.address()), null,
                null, typed.regionId(), typed.hukouId() == null ? typed.regionId() : typed.hukouId(), null));
        if (typed.guardianName() != null && !typed.guardianName().isBlank()) {
            var guardian = enrol(new NewPerson(typed.guardianName(), null, null, null, null, blank(typed.guardianPhone()), null, null, null, typed.regionId(), null, null));
            registry.relate(child, guardian, Relation.GUARDIAN, today.date(), null);
            if (typed.guardianRelation() != null && !typed.guardianRelation().isBlank()) {
                registry.relate(child, guardian, Relation.of(typed.guardianRelation()).orElse(Relation.OTHER), null, null);
            }
        }
        var file = registry.openFile(child, null);
        files.count(List.of(file));
        looks.record(LookLog.Action.CREATE, "child", file, typed.regionId(), null, LookLog.OK, typed.notTheSame() ? "登记，已确认与相似档案不是同一人" : "登记");
        return file;
    }

    private UUID enrol(NewPerson person) {
        try {
            return registry.enrol(person);
        } catch (DataAccessException e) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "REG-084", "选的地方不在您的管辖范围内", "没有登记", "请选您管辖的村或社区");
        }
    }

    private static @Nullable String blank(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private void villages(int regionId, String saved) {
        if (!regions.place(regionId).level().equals("village")) {
            throw new Refusal(Refusal.Kind.INVALID, "REG-084", "要选到村或社区", saved, "请选到最末一级");
        }
    }

    /// Moves a child whose file is open to the officer.
    public void move(UUID fileId, int toRegion, @Nullable Integer toHukou, LocalDate on, String reason) {
        var child = registry.child(fileId);
        purposes.require(fileId);
        villages(toRegion, "没有改动");
        // The database lets a record go to where its hukou still shows it; the office that takes the child in must be in this officer's hands too.
        if (Acting.current().scope().stream().noneMatch(regions.chain(toRegion)::touches)) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "REG-006", "迁入地不在您的管辖范围内", "没有改动", "请由上一级民政部门办理迁移");
        }
        if (toRegion == child.regionId() && (toHukou == null || toHukou.equals(child.hukouId()))) {
            throw new Refusal(Refusal.Kind.INVALID, "REG-089", "孩子已经在这个地方", "没有改动", "请选迁入的村或社区");
        }
        files.move(child.personId(), toRegion, toHukou == null ? child.hukouId() : toHukou, on, reason.strip());
        looks.record(LookLog.Action.CHANGE, "child", fileId, child.regionId(), null, LookLog.OK, "迁移 " + Acting.current().officeId());
        events.publishEvent(new ChildMoved(child.fileId()));
    }
}
