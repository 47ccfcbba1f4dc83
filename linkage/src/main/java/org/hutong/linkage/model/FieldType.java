package org.hutong.linkage.model;

import java.util.Locale;
import java.util.Map;

/// What a column means. Comparators, levels and blocking keys follow from it.
public enum FieldType {
    NAME("全名"), GIVEN_NAME("名"), SURNAME("姓"), CHINESE_NAME("中文姓名"), ID_NUMBER("公民身份号码"), IDENTIFIER("其他编号"), DATE("日期"),
    PHONE("电话"), EMAIL("电子邮箱"), ADDRESS("地址"), REGION("地区"), POSTCODE("邮政编码"), SEX("性别"), TEXT("文字"), CATEGORY("类别");

    private static final Map<String, FieldType> ALIASES = Map.ofEntries(
            Map.entry("full-name", NAME), Map.entry("person-name", NAME), Map.entry("first-name", GIVEN_NAME), Map.entry("forename", GIVEN_NAME),
            Map.entry("last-name", SURNAME), Map.entry("family-name", SURNAME), Map.entry("chinese", CHINESE_NAME),
            Map.entry("citizen-id", ID_NUMBER), Map.entry("id-card", ID_NUMBER), Map.entry("national-id", ID_NUMBER), Map.entry("number", IDENTIFIER),
            Map.entry("code", IDENTIFIER), Map.entry("birth-date", DATE), Map.entry("dob", DATE), Map.entry("mobile", PHONE), Map.entry("telephone", PHONE),
            Map.entry("mail", EMAIL), Map.entry("street", ADDRESS), Map.entry("place", REGION), Map.entry("city", REGION), Map.entry("town", REGION),
            Map.entry("region-code", REGION), Map.entry("zip", POSTCODE), Map.entry("postal-code", POSTCODE), Map.entry("gender", SEX),
            Map.entry("free-text", TEXT), Map.entry("string", TEXT), Map.entry("occupation", CATEGORY), Map.entry("enum", CATEGORY),
            Map.entry("姓名", CHINESE_NAME), Map.entry("身份证号", ID_NUMBER), Map.entry("身份证", ID_NUMBER), Map.entry("出生日期", DATE),
            Map.entry("手机号", PHONE), Map.entry("住址", ADDRESS), Map.entry("行政区划", REGION));

    private final String chinese;

    FieldType(String chinese) {
        this.chinese = chinese;
    }

    /// Whether the value tells one person from another in the same household (address, phone and surname do not).
    public boolean personal() {
        return switch (this) {
            case NAME, GIVEN_NAME, CHINESE_NAME, ID_NUMBER, IDENTIFIER, DATE, EMAIL -> true;
            case SURNAME, PHONE, ADDRESS, REGION, POSTCODE, SEX, TEXT, CATEGORY -> false;
        };
    }

    /// About how often two different people have the same value (orders of size only; lists of more than a few dozen rows speak for themselves).
    public double usualChance() {
        return switch (this) {
            case ID_NUMBER -> 1e-6;
            case IDENTIFIER -> 1e-5;
            case PHONE, EMAIL -> 1e-4;
            case DATE -> 2e-4;
            case NAME, CHINESE_NAME, ADDRESS -> 1e-3;
            case SURNAME, POSTCODE -> 5e-3;
            case GIVEN_NAME, REGION, TEXT -> 1e-2;
            case CATEGORY -> 0.1;
            case SEX -> 0.5;
        };
    }

    /// The word used in Chinese messages and explanations.
    public String chinese() {
        return chinese;
    }

    /// The type written in a model (`given-name`, `given_name`, `Given Name`, `性别`) or null when unknown.
    public static FieldType of(String written) {
        String key = written.strip().toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
        for (FieldType type : values()) {
            if (type.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(key) || type.chinese.equals(key)) return type;
        }
        return ALIASES.get(key);
    }
}
