package org.hutong.city;

/// What a [Fact] is about. `code` is the kind's name in the registry.
public enum FactKind {
    /// Value: cause (疾病, 意外, 年老 …).
    DEATH("death", "死亡"),
    /// Value: a [Situation]'s text.
    SITUATION("situation", "父母情形"),
    /// Value: kind and grade, 肢体二级.
    DISABILITY("disability", "残疾"),
    /// Value: the illness.
    ILLNESS("illness", "重病"),
    /// Value: 低保, 低保边缘 or 特困. Stands on every member of the household.
    LOW_INCOME("lowIncome", "社会救助"),
    /// Value: school, grade.
    SCHOOL("school", "就学"),
    /// Value: 结婚 or 离婚. Stands on both.
    MARRIAGE("marriage", "婚姻"),
    /// Value: where to; the parent works away from home.
    AWAY("away", "外出务工"),
    /// Value: place of the household register of somebody living here on a permit.
    RESIDENCE("residence", "居住证"),
    /// Value: name of the adopter.
    ADOPTED("adopted", "被收养"),
    /// Value: where to; the household register left the city.
    MOVED_OUT("movedOut", "户籍迁出");

    private final String code;
    private final String text;

    FactKind(String code, String text) {
        this.code = code;
        this.text = text;
    }

    public String code() {
        return code;
    }

    public String text() {
        return text;
    }
}
