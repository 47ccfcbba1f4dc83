package org.hutong.notices;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.hutong.access.Acting;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Page;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.kernel.Vault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Messages to accounts. A title says what is to be done and never names a child beyond what the reader's own lists show.
@Service
@Transactional
public class Notices {

    private final JdbcClient jdbc;
    private final Today today;
    private final Vault vault;

    Notices(JdbcClient jdbc, Today today, Vault vault) {
        this.jdbc = jdbc;
        this.today = today;
        this.vault = vault;
    }

    public void tell(UUID accountId, String kind, String title, @Nullable String link) {
        tell(accountId, kind, title, null, link);
    }

    public void tell(UUID accountId, String kind, String title, @Nullable String body, @Nullable String link) {
        jdbc.sql("insert into notices.notice (id, account_id, at, kind, title, body, link) values (:id, :account, :now, :kind, :title, :body, :link)")
                .param("id", Ids.next()).param("account", accountId).param("now", now()).param("kind", kind)
                .param("title", title).param("body", body).param("link", link).update();
    }

    /// Also puts the text into the outbox of messages that leave the house. Nothing sends them until a channel is connected.
    public void send(UUID accountId, String channel, String text) {
        var id = Ids.next();
        jdbc.sql("insert into notices.outbox (id, channel, account_id, text_cipher, queued_at) values (:id, :channel, :account, :text, :now)")
                .param("id", id).param("channel", channel).param("account", accountId)
                .param("text", vault.seal(text, Vault.aad("notices.outbox.text", id))).param("now", now()).update();
    }

    @Transactional(readOnly = true)
    public Page<Notice> mine(@Nullable String after, int limit) {
        var key = Page.idKey(after);
        var rows = jdbc.sql("""
                select id, at, kind, title, body, link, read_at from notices.notice
                where account_id = :me and (:after::uuid is null or id < :after) order by id desc limit :limit""")
                .param("me", Acting.current().accountId()).param("after", key).param("limit", limit + 1)
                .query((row, n) -> new Notice(row.getObject("id", UUID.class), instant(row.getObject("at", OffsetDateTime.class)), row.getString("kind"),
                        row.getString("title"), row.getString("body"), row.getString("link"), instant(row.getObject("read_at", OffsetDateTime.class)))).list();
        return Page.cut(rows, limit, notice -> notice.id().toString());
    }

    @Transactional(readOnly = true)
    public int unread() {
        return jdbc.sql("select count(*) from notices.notice where account_id = :me and read_at is null")
                .param("me", Acting.current().accountId()).query(Integer.class).single();
    }

    public void read(UUID id) {
        if (jdbc.sql("update notices.notice set read_at = coalesce(read_at, :now) where id = :id and account_id = :me")
                .param("now", now()).param("id", id).param("me", Acting.current().accountId()).update() == 0) {
            throw new Refusal(Refusal.Kind.NOT_FOUND, "NOT-001", "没有这条消息", "没有改动任何内容", "请刷新消息列表");
        }
    }

    private OffsetDateTime now() {
        return today.now().atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
