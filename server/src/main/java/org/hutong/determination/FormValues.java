package org.hutong.determination;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.hutong.jooq.determination.tables.records.ApplicationRecord;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.kernel.Vault;
import org.hutong.region.Regions;
import org.hutong.registry.ChildSubject;
import org.hutong.registry.Registry;
import org.hutong.registry.Relation;
import org.hutong.rulebook.FactSpec;
import org.hutong.rulebook.Rulebooks;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The application form: what the registry knows stands in it with its source, the family adds only what nobody knows.
@Component
public class FormValues {

    static final String APPLICANT_PHONE = "applicantPhone";
    private static final String FACT = "fact:";
    private static final Set<String> SEALED = Set.of("payeeAccount", "guardianPhone", APPLICANT_PHONE);
    private static final String[][] ASKED = {
        {"guardianName", "监护人或实际照料人", "text", "true"},
        {"guardianRelation", "与儿童关系", "text", "true"},
        {"guardianPhone", "联系电话", "phone", "true"},
        {"payeeName", "领取人", "text", "true"},
        {"payeeRelation", "领取人与儿童关系", "text", "false"},
        {"payeeBank", "开户银行", "text", "false"},
        {"payeeAccount", "一卡通账号", "account", "true"},
        {"note", "补充说明", "text", "false"},
    };

    private final Registry registry;
    private final ChildFacts facts;
    private final Rulebooks rulebooks;
    private final Regions regions;
    private final Vault vault;
    private final JsonMapper json;
    private final Today today;

    FormValues(Registry registry, ChildFacts facts, Rulebooks rulebooks, Regions regions, Vault vault, JsonMapper json, Today today) {
        this.registry = registry;
        this.facts = facts;
        this.rulebooks = rulebooks;
        this.regions = regions;
        this.vault = vault;
        this.json = json;
        this.today = today;
    }

    public record FieldSource(String listName, LocalDate date) {}

    public record FieldOption(String code, String name) {}

    /// @param type text, date, select, money, phone or account
    public record FormField(String code, String name, String value, String type, @Nullable List<FieldOption> options, @Nullable FieldSource source,
            boolean required, boolean editable) {}

    public record FormSection(String title, List<FormField> fields) {}

    record Payee(@Nullable String name, @Nullable String account) {}

    List<FormSection> sections(ApplicationRecord application, List<ChildCase.Held> held, List<String> missing) {
        var open = Stage.valueOf(application.getStage()).isEditable();
        var values = values(application);
        var secrets = secrets(application);
        var child = registry.child(application.getChildFileId());
        var person = registry.person(child.personId());
        var sections = new ArrayList<FormSection>();
        sections.add(new FormSection("儿童", List.of(
                known("childName", "姓名", child.name()), known("childSex", "性别", person.sexName()), known("childBorn", "出生日期", String.valueOf(child.born())),
                known("childId", "身份证号", person.idMasked() == null ? "未登记" : person.idMasked()),
                known("hukou", "户籍地", child.hukouId() == null ? "未登记" : regions.path(child.hukouId())),
                known("living", "现住址所在地", regions.path(child.regionId())))));
        for (var group : held.stream().map(ChildCase.Held::group).distinct().toList()) {
            sections.add(new FormSection(group, held.stream().filter(one -> one.group().equals(group)).map(one -> new FormField(FACT + one.fact().name(),
                    one.fact().name(), one.fact().value(), "text", null, new FieldSource(one.fact().source(), one.fact().knownFrom()), false, false)).toList()));
        }
        var asked = missing.stream().map(name -> rulebooks.fact(name).map(spec -> ask(spec, values, open)))
                .flatMap(java.util.Optional::stream).toList();
        if (!asked.isEmpty()) {
            sections.add(new FormSection("还需要您说明的", asked));
        }
        var ofTheFile = ofTheFile(child);
        sections.add(new FormSection("照料与领取", List.of(ASKED).stream().map(row -> new FormField(row[0], row[1],
                SEALED.contains(row[0]) ? masked(row[0], secrets.get(row[0])) : values.getOrDefault(row[0], ""), row[2], null,
                ofTheFile.containsKey(row[0]) && ofTheFile.get(row[0]).equals(values.get(row[0])) ? new FieldSource("儿童档案", child.openedOn()) : null,
                Boolean.parseBoolean(row[3]), open)).toList()));
        return sections;
    }

    /// What the file knows of who looks after the child, for a new form: the guardian, else who really cares for the child. The family may change it.
    Map<String, String> ofTheFile(ChildSubject child) {
        var kin = registry.relatives(child.personId()).stream().filter(relative -> relative.person() != null && relative.holds(today.date())).toList();
        return Stream.of(Relation.GUARDIAN, Relation.CARER).flatMap(kind -> kin.stream().filter(relative -> relative.kind() == kind)).findFirst().map(one -> {
            var blood = kin.stream().filter(relative -> relative.personId().equals(one.personId()) && relative.kind() != Relation.GUARDIAN && relative.kind() != Relation.CARER)
                    .findFirst().orElse(one);
            return Map.of("guardianName", one.person().name(), "guardianRelation", blood.kind().title());
        }).orElse(Map.of());
    }

    private static FormField known(String code, String name, String value) {
        return new FormField(code, name, value, "text", null, null, false, false);
    }

    private static FormField ask(FactSpec spec, Map<String, String> values, boolean open) {
        var type = switch (spec.type()) {
            case "enum", "boolean" -> "select";
            case "date" -> "date";
            case "money" -> "money";
            default -> "text";
        };
        var options = spec.type().equals("boolean") ? List.of(new FieldOption("true", "是"), new FieldOption("false", "否"))
                : spec.options().isEmpty() ? null : spec.options().stream().map(value -> new FieldOption(value, value)).toList();
        return new FormField(FACT + spec.name(), spec.name(), values.getOrDefault(FACT + spec.name(), ""), type, options, null, false, open);
    }

    void merge(ApplicationRecord application, Map<String, String> changed) {
        var values = values(application);
        var secrets = secrets(application);
        for (var entry : changed.entrySet()) {
            var code = entry.getKey();
            var value = entry.getValue() == null ? "" : entry.getValue().strip();
            if (value.length() > 500) {
                throw new Refusal(Refusal.Kind.INVALID, "DET-012", "内容太长（最多 500 字）：" + code, "没有保存", "请缩短后再保存");
            }
            if (SEALED.contains(code)) {
                // the masked form comes back unchanged when nobody touched the field
                if (!value.startsWith("*")) {
                    secrets.put(code, value.replaceAll("[\\s-]", ""));
                }
            } else if (isAsked(code) || code.startsWith(FACT) && rulebooks.fact(code.substring(FACT.length())).isPresent()) {
                values.put(code, value);
            } else {
                throw new Refusal(Refusal.Kind.INVALID, "DET-011", "表单里没有可填写的项目 " + code, "没有保存", "请刷新表单");
            }
        }
        application.setForm(JSONB.jsonb(json(values)));
        application.setSecrets(secrets.isEmpty() ? null : vault.seal(json(secrets), aad(application.getId())));
    }

    void requireComplete(ApplicationRecord application) {
        var values = values(application);
        var secrets = secrets(application);
        var empty = List.of(ASKED).stream().filter(row -> Boolean.parseBoolean(row[3]))
                .filter(row -> (SEALED.contains(row[0]) ? secrets : values).getOrDefault(row[0], "").isBlank())
                .map(row -> row[1]).toList();
        if (!empty.isEmpty()) {
            throw new Refusal(Refusal.Kind.INVALID, "DET-013", "还没有填写：" + String.join("、", empty), "已填写的内容都保存着，申请还没有提交", "补填后再提交");
        }
        var wrong = List.of(ASKED).stream().filter(row -> !plausible(row[2], (SEALED.contains(row[0]) ? secrets : values).getOrDefault(row[0], ""))).map(row -> row[1]).toList();
        if (!wrong.isEmpty()) {
            throw unlikely(wrong);
        }
    }

    static void requirePlausiblePhone(@Nullable String phone) {
        if (phone != null && !plausible("phone", phone)) {
            throw unlikely(List.of("申请人的联系电话"));
        }
    }

    private static Refusal unlikely(List<String> names) {
        return new Refusal(Refusal.Kind.INVALID, "DET-014", "写得不对：" + String.join("、", names) + "。电话是 11 位手机号，或区号加 7 至 8 位固定电话；账号是 12 至 25 位数字",
                "已填写的内容都保存着，申请还没有提交", "改好后再提交");
    }

    /// A telephone or an account that could be one; money that goes to a mistyped account comes back weeks later.
    private static boolean plausible(String type, String value) {
        var digits = value.replaceAll("[\\s-]", "");
        return digits.isEmpty() || switch (type) {
            case "phone" -> digits.matches("(\\+?86)?1[3-9]\\d{9}|0\\d{2,3}\\d{7,8}|\\d{7,8}");
            case "account" -> digits.matches("\\d{12,25}");
            default -> true;
        };
    }

    /// What the family stated becomes facts of the file, with the application as their source; nothing known is changed.
    void takeAnswersIntoTheFile(ApplicationRecord application) {
        var child = registry.child(application.getChildFileId());
        values(application).forEach((code, value) -> {
            if (code.startsWith(FACT) && !value.isBlank()) {
                facts.recordStated(child, code.substring(FACT.length()), value, application.getNo(), today.date());
            }
        });
    }

    Payee payee(ApplicationRecord application) {
        var values = values(application);
        return new Payee(values.get("payeeName"), secrets(application).get("payeeAccount"));
    }

    String json(Object value) {
        return json.writeValueAsString(value);
    }

    Map<String, String> values(ApplicationRecord application) {
        return new LinkedHashMap<>(json.readValue(application.getForm().data(), new TypeReference<Map<String, String>>() {}));
    }

    private Map<String, String> secrets(ApplicationRecord application) {
        return application.getSecrets() == null ? new LinkedHashMap<>() : new LinkedHashMap<>(
                json.readValue(vault.open(application.getSecrets(), aad(application.getId())), new TypeReference<Map<String, String>>() {}));
    }

    private static boolean isAsked(String code) {
        return List.of(ASKED).stream().anyMatch(row -> row[0].equals(code));
    }

    private static String masked(String code, @Nullable String value) {
        if (value == null || value.isBlank()) {
            return "";
        }
        return "****" + value.substring(Math.max(0, value.length() - (code.equals("payeeAccount") ? 4 : 2)));
    }

    private static String aad(UUID id) {
        return Vault.aad("determination.application.secrets", id);
    }
}
