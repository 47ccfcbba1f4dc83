package org.hutong.determination;

import java.util.UUID;
import org.hutong.kernel.Refusal;
import org.jspecify.annotations.Nullable;

/// Who applies (民发〔2019〕62号 二（一）): the guardian, a relative the guardian entrusts, or in special cases the village committee.
///
/// @param reason needed when the village committee applies: why nobody of the family can
public record Applicant(Kind kind, @Nullable UUID personId, String name, @Nullable String relation, @Nullable String phone, @Nullable String reason) {

    public enum Kind {
        GUARDIAN("监护人"), ENTRUSTED_RELATIVE("受委托亲属"), VILLAGE_COMMITTEE("村（居）民委员会");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    public Applicant {
        if (kind == null) {
            throw refuse("请选择由谁申请：监护人、受委托亲属，或特殊情形下的村（居）委会");
        }
        if (name == null || name.isBlank()) {
            throw refuse("请填写申请人姓名");
        }
        if (kind == Kind.ENTRUSTED_RELATIVE && (relation == null || relation.isBlank())) {
            throw refuse("受委托亲属申请的，请填写与儿童的关系");
        }
        if (kind == Kind.VILLAGE_COMMITTEE && (reason == null || reason.strip().length() < 4)) {
            throw refuse("村（居）委会申请的，请写明特殊情形（至少四个字）");
        }
    }

    private static Refusal refuse(String title) {
        return new Refusal(Refusal.Kind.INVALID, "DET-010", title, "表单已保存，申请还没有提交", "补填后再提交");
    }
}
