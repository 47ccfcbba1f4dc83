package org.hutong.city;

/// A deviation between what is paid and what is so.
public enum CaseKind {
    UNSERVED_DE_FACTO("应保未保：事实无人抚养儿童", Group.UNSERVED), UNSERVED_ORPHAN("应保未保：孤儿", Group.UNSERVED),
    UNSERVED_HARDSHIP("应保未保：低保、低保边缘家庭儿童", Group.UNSERVED), UNSERVED_SINGLE_CASE("应保未保：低保边缘家庭重病重残儿童", Group.UNSERVED),
    WRONG_DEAD("错发：儿童已死亡", Group.WRONG), WRONG_RELEASED("错发：父或母已刑满释放", Group.WRONG), WRONG_OVERAGE("错发：已满18周岁且不在学", Group.WRONG),
    WRONG_ADOPTED("错发：已被收养", Group.WRONG), WRONG_FOUND("错发：失联父母已找到", Group.WRONG), WRONG_MOVED("错发：户籍已迁出", Group.WRONG),
    WRONG_LOW_INCOME_ENDED("错发：家庭已退出低保", Group.WRONG),
    DOUBLE_TWO_DISTRICTS("重复：两个区同时发放", Group.DOUBLE), DOUBLE_SAME_CHILD("重复：同一儿童在花名册中登记两次", Group.DOUBLE),
    DOUBLE_TWO_PROGRAMMES("重复：同时享受互斥项目", Group.DOUBLE),
    NEAR_SHORT_TERM("近似不符：刑期不足6个月", Group.NEAR), NEAR_PARENT_FINE("近似不符：另一方父母有抚养能力", Group.NEAR),
    NEAR_LIGHT_DISABILITY("近似不符：三级、四级肢体残疾", Group.NEAR);

    public enum Group { UNSERVED, WRONG, DOUBLE, NEAR }

    private final String text;
    private final Group group;

    CaseKind(String text, Group group) {
        this.text = text;
        this.group = group;
    }

    public String text() {
        return text;
    }

    public Group group() {
        return group;
    }
}
