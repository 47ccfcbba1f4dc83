package org.hutong.registry;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where a fact comes from: a row of a department's delivery, or a person's word.
///
/// @param list       code of the department's list; null for what our own people stated or brought in by a roster
/// @param listName   the list's name, or how the statement reached us: 花名册 津南.xlsx, 申请 0012
/// @param deliveryId the delivery, whose checksum stands with the fact and stays when the list itself is gone
/// @param row        row number in the list or roster
/// @param enteredBy  name of the officer
public record FactSource(@Nullable String list, @Nullable String listName, @Nullable UUID deliveryId, @Nullable Integer row,
        @Nullable String enteredBy) {

    /// Such as 死亡人员名单第 12 行, or 王敏登记.
    public String text() {
        var rowText = row == null ? "" : "第 " + row + " 行";
        if (listName != null) {
            return listName + rowText;
        }
        return enteredBy == null ? "档案登记" : enteredBy + "登记";
    }

    public boolean isListed() {
        return list != null;
    }
}
