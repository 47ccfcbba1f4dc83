package org.hutong.access;

/// What an account may do; where it may do it is its scope.
public enum Role {
    CHILD_DIRECTOR("儿童主任"),
    CHILD_SUPERVISOR("儿童督导员"),
    TOWN_CLERK("镇街经办人"),
    DISTRICT_OFFICER("区民政经办人"),
    DISTRICT_APPROVER("区民政审批人"),
    CITY_OFFICER("市民政经办人"),
    CITY_APPROVER("市民政审批人"),
    DEPARTMENT("部门联络员"),
    INSTITUTION("机构工作人员"),
    SOCIAL_ORGANISATION("社会组织"),
    AUDITOR("审计监督"),
    SYSTEM_ADMIN("系统管理员"),
    SECURITY_ADMIN("安全管理员"),
    AUDIT_ADMIN("审计管理员"),
    /// Jobs of the program itself; never a person's.
    SERVICE("系统任务");

    private final String title;

    Role(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
