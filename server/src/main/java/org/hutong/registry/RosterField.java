package org.hutong.registry;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What a roster of children may tell, with the headings offices use for it.
public enum RosterField {
    NAME("name", "儿童姓名", true, "姓名", "儿童姓名", "儿童", "孩子姓名", "名字"),
    ID_NUMBER("idNumber", "儿童身份证号", true, "身份证号", "身份证号码", "身份证", "公民身份号码", "儿童身份证号", "儿童身份证号码", "证件号码"),
    SEX("sex", "性别", false, "性别"),
    BORN("born", "出生日期", false, "出生日期", "出生年月日", "出生年月", "生日"),
    ETHNICITY("ethnicity", "民族", false, "民族"),
    TOWN("town", "镇街", false, "镇街", "街镇", "乡镇", "街道", "乡镇（街道）", "乡镇街道", "所属街镇"),
    VILLAGE("village", "村居", false, "村居", "村（居）", "村", "社区", "村/社区", "居住村居", "现住村居", "所属村居", "村居名称"),
    HUKOU("hukou", "户籍村居", false, "户籍村居", "户籍地村居", "户口所在村居", "户籍所在村居"),
    ADDRESS("address", "住址", false, "住址", "现住址", "家庭住址", "地址", "家庭地址", "居住地址"),
    CATEGORY("category", "儿童类别", false, "儿童类别", "类别", "困境类别", "保障类别"),
    GUARDIAN_NAME("guardianName", "监护人姓名", false, "监护人", "监护人姓名", "抚养人", "抚养人姓名", "实际抚养人"),
    GUARDIAN_ID("guardianId", "监护人身份证号", false, "监护人身份证号", "监护人身份证号码", "监护人身份证", "抚养人身份证号"),
    GUARDIAN_RELATION("guardianRelation", "与儿童关系", false, "与儿童关系", "关系", "监护人与儿童关系", "与监护人关系"),
    PHONE("phone", "联系电话", false, "联系电话", "电话", "手机号", "监护人电话", "联系方式", "手机号码"),
    FATHER_NAME("fatherName", "父亲姓名", false, "父亲姓名", "父亲", "父姓名"),
    FATHER_ID("fatherId", "父亲身份证号", false, "父亲身份证号", "父亲身份证号码", "父亲身份证", "父身份证号"),
    FATHER_SITUATION("fatherSituation", "父亲情况", false, "父亲情况", "父亲情形", "父亲现状", "父亲状况"),
    MOTHER_NAME("motherName", "母亲姓名", false, "母亲姓名", "母亲", "母姓名"),
    MOTHER_ID("motherId", "母亲身份证号", false, "母亲身份证号", "母亲身份证号码", "母亲身份证", "母身份证号"),
    MOTHER_SITUATION("motherSituation", "母亲情况", false, "母亲情况", "母亲情形", "母亲现状", "母亲状况"),
    BANK("bank", "开户行", false, "开户行", "开户银行", "银行"),
    ACCOUNT("account", "银行账号", false, "银行账号", "账号", "银行卡号", "卡号", "社保卡银行账号");

    private static final char SEPARATOR = '\u001f';
    /// Order of the packed values; new ones go to the end.
    private static final List<String> PACKED = Stream.concat(Stream.of("regionId", "hukouId"), Arrays.stream(values()).map(RosterField::code)).toList();

    private final String code;
    private final String title;
    private final boolean required;
    private final List<String> headings;

    RosterField(String code, String title, boolean required, String... headings) {
        this.code = code;
        this.title = title;
        this.required = required;
        this.headings = List.of(headings);
    }

    public String code() {
        return code;
    }

    public String title() {
        return title;
    }

    public boolean required() {
        return required;
    }

    boolean isNumber() {
        return this == ID_NUMBER || this == GUARDIAN_ID || this == FATHER_ID || this == MOTHER_ID;
    }

    /// The values of one row, the places it was read as included, as short as can be: every byte of it is enciphered.
    static String pack(Map<String, String> values) {
        var packed = new StringBuilder();
        for (var code : PACKED) {
            packed.append(code.equals(PACKED.getFirst()) ? "" : String.valueOf(SEPARATOR)).append(values.getOrDefault(code, "").replace(SEPARATOR, ' '));
        }
        return packed.toString();
    }

    /// What [#pack] made; fields without a value are not there.
    static Map<String, String> unpack(String packed) {
        var values = new LinkedHashMap<String, String>();
        var parts = packed.split(String.valueOf(SEPARATOR), -1);
        for (var at = 0; at < parts.length; at++) {
            if (!parts[at].isEmpty()) {
                values.put(PACKED.get(at), parts[at]);
            }
        }
        return values;
    }

    /// Codes of the fields whose heading is recognised, with their columns; each column once.
    static Map<String, Integer> guess(List<String> sheetHeadings) {
        var mapping = new LinkedHashMap<String, Integer>();
        for (var field : values()) {
            for (var heading : field.headings) {
                var column = sheetHeadings.indexOf(heading);
                if (column >= 0 && !mapping.containsValue(column)) {
                    mapping.put(field.code, column);
                    break;
                }
            }
        }
        return mapping;
    }
}
