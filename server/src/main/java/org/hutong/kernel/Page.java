package org.hutong.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One page of a list read by key: `next` and `prev` are opaque cursors, `total` is given where it is cheap or said to be about right.
public record Page<T>(List<T> items, @Nullable String next, @Nullable String prev, @Nullable Integer total, @Nullable Boolean totalIsAbout) {

    public static final int DEFAULT_LIMIT = 30;
    public static final int MAX_LIMIT = 100;

    public static <T> Page<T> of(List<T> items) {
        return new Page<>(items, null, null, items.size(), false);
    }

    /// The whole list was read one row further than the page holds: that row only tells that there is a next page.
    ///
    /// @param rows at most `limit + 1` rows
    /// @param key  the sort key of a row, from which the cursor is made
    public static <T> Page<T> cut(List<T> rows, int limit, Function<T, String> key) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null, null, null, null);
        }
        var items = rows.subList(0, limit);
        return new Page<>(List.copyOf(items), cursor(key.apply(items.getLast())), null, null, null);
    }

    /// The number of rows asked for, kept between 1 and [#MAX_LIMIT].
    public static int limit(@Nullable Integer asked) {
        return asked == null ? DEFAULT_LIMIT : Math.clamp(asked, 1, MAX_LIMIT);
    }

    public static String cursor(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    /// The key of a list sorted by id.
    ///
    /// @throws Refusal `KER-002` when the text was not made by [#cursor] from an id
    public static @Nullable UUID idKey(@Nullable String cursor) {
        var key = key(cursor);
        try {
            return key == null ? null : UUID.fromString(key);
        } catch (IllegalArgumentException e) {
            throw badCursor();
        }
    }

    /// @throws Refusal `KER-002` when the text was not made by [#cursor]
    public static @Nullable String key(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw badCursor();
        }
    }

    private static Refusal badCursor() {
        return new Refusal(Refusal.Kind.INVALID, "KER-002", "翻页位置无效", "没有改动任何内容", "请从第一页重新打开");
    }
}
