package org.hutong.registry;

import java.util.Optional;

/// What a relative is to a person: father of, guardian of.
public enum Relation {
    FATHER("父亲"), MOTHER("母亲"), STEPFATHER("继父"), STEPMOTHER("继母"),
    PATERNAL_GRANDFATHER("祖父"), PATERNAL_GRANDMOTHER("祖母"), MATERNAL_GRANDFATHER("外祖父"), MATERNAL_GRANDMOTHER("外祖母"),
    SIBLING("兄弟姐妹"), TWIN("双胞胎"), UNCLE_AUNT("叔伯姑舅姨"), SPOUSE("配偶"),
    /// By law or by court; the dates say when.
    GUARDIAN("监护人"),
    /// Who really looks after the child.
    CARER("实际照料人"),
    OTHER("其他");

    private final String title;

    Relation(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    public boolean isParent() {
        return this == FATHER || this == MOTHER;
    }

    public boolean isBlood() {
        return switch (this) {
            case STEPFATHER, STEPMOTHER, SPOUSE, GUARDIAN, CARER, OTHER -> false;
            default -> true;
        };
    }

    /// The relation a roster's word names: 爷爷 is 祖父.
    public static Optional<Relation> of(String word) {
        var clean = word.strip();
        for (var relation : values()) {
            if (relation.title.equals(clean) || relation.name().equals(clean)) {
                return Optional.of(relation);
            }
        }
        return Optional.ofNullable(switch (clean) {
            case "父", "爸爸" -> FATHER;
            case "母", "妈妈" -> MOTHER;
            case "爷爷", "祖父母" -> PATERNAL_GRANDFATHER;
            case "奶奶" -> PATERNAL_GRANDMOTHER;
            case "姥爷", "外公" -> MATERNAL_GRANDFATHER;
            case "姥姥", "外婆", "外祖父母" -> MATERNAL_GRANDMOTHER;
            case "兄", "弟", "姐", "妹", "哥哥", "弟弟", "姐姐", "妹妹", "兄弟", "姐妹" -> SIBLING;
            case "伯父", "叔叔", "姑姑", "舅舅", "姨", "伯伯", "姑母", "姨母", "叔父", "舅父" -> UNCLE_AUNT;
            case "夫", "妻", "丈夫", "妻子" -> SPOUSE;
            default -> null;
        });
    }
}
