package org.hutong.registry;

import org.hutong.kernel.CitizenId;

/// What somebody typed into the search box.
enum SearchKind {
    NUMBER("身份证号"), LAST4("号码末四位"), FILE_NO("档案号"), TEXT("姓名");

    private final String title;

    SearchKind(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    static SearchKind of(String typed) {
        var clean = CitizenId.clean(typed);
        if (clean.matches("[0-9]{17}[0-9X]|[0-9]{15}")) {
            return NUMBER;
        }
        if (clean.matches("[0-9]{3}[0-9X]")) {
            return LAST4;
        }
        return clean.matches("(?i)h[ht][0-9]{11}") ? FILE_NO : TEXT;
    }
}
