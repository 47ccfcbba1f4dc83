package org.hutong.city;

/// What the relative is to the person: father of, sibling of …
public enum Relation {
    FATHER("父亲"), MOTHER("母亲"), STEPFATHER("继父"), STEPMOTHER("继母"),
    PATERNAL_GRANDFATHER("祖父"), PATERNAL_GRANDMOTHER("祖母"), MATERNAL_GRANDFATHER("外祖父"), MATERNAL_GRANDMOTHER("外祖母"),
    SIBLING("兄弟姐妹"), TWIN("双胞胎"), UNCLE_AUNT("叔伯姑舅姨"), SPOUSE("配偶"),
    /// Guardian by law or by court; from and to say when.
    GUARDIAN("监护人"),
    /// Who really looks after the child where the guardian does not.
    CARER("实际照料人");

    private final String text;

    Relation(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
