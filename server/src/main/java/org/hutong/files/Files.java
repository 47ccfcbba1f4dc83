package org.hutong.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hutong.access.Acting;
import org.hutong.access.LookLog;
import org.hutong.kernel.DataFolder;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.kernel.Vault;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Attachments: each sealed with a key of its own, kept in the data folder under the SM3 of its sealed bytes.
@Service
@Transactional
public class Files {

    public static final int LARGEST = 10 * 1024 * 1024;
    private static final String KEY_PURPOSE = "files.file";

    /// @param bytes the plain content
    public record Content(StoredFile file, byte[] bytes) {}

    private record Row(StoredFile file, String ownerKind, UUID ownerId, String place, byte[] wrappedKey) {}

    private final JdbcClient jdbc;
    private final Vault vault;
    private final Today today;
    private final LookLog looks;
    private final Path folder;
    private final Map<String, MayRead> owners;

    Files(JdbcClient jdbc, Vault vault, Today today, LookLog looks, DataFolder data, List<MayRead> owners) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.today = today;
        this.looks = looks;
        this.folder = data.files();
        this.owners = owners.stream().collect(Collectors.toMap(MayRead::ownerKind, Function.identity()));
    }

    /// Equal content of one owner is stored once.
    ///
    /// @throws Refusal `FIL-021` over 10 MB, `FIL-022` bytes and ending disagree or are of no kind we take, `FIL-023` no such owner in sight
    public StoredFile store(byte[] bytes, String name, String ownerKind, UUID ownerId) {
        if (bytes.length > LARGEST) {
            throw new Refusal(Refusal.Kind.TOO_LARGE, "FIL-021", "附件超过 10 MB", "文件没有保存", "请压缩后重新上传");
        }
        var plainName = name.replaceAll("[\\p{Cntrl}/\\\\]", "");
        var kind = FileKind.of(plainName, bytes).orElseThrow(() -> new Refusal(Refusal.Kind.INVALID, "FIL-022",
                "文件内容和扩展名不符，或不是允许的类型", "文件没有保存", "可上传 jpg、png、pdf、docx、xlsx"));
        var owner = owners.get(ownerKind);
        if (owner == null || !owner.mayAdd(ownerId)) {
            throw notThere();
        }
        var mark = vault.blindIndex(KEY_PURPOSE + HexFormat.of().formatHex(Vault.sm3(bytes)));
        var same = jdbc.sql("select id from files.file where owner_kind = :kind and owner_id = :owner and content_mark = :mark")
                .param("kind", ownerKind).param("owner", ownerId).param("mark", mark).query(UUID.class).optional();
        if (same.isPresent()) {
            return row(same.get()).file();
        }
        var id = Ids.next();
        var key = vault.newKey(KEY_PURPOSE);
        var sealed = vault.sealWith(key, KEY_PURPOSE, bytes, Vault.aad("files.content", id));
        var place = write(sealed);
        jdbc.sql("""
                insert into files.file (id, owner_kind, owner_id, name_cipher, media_type, size_bytes, content_mark, place_on_disk, wrapped_key, stored_by, stored_at)
                values (:id, :kind, :owner, :name, :type, :size, :mark, :place, :key, :me, :now)""")
                .param("id", id).param("kind", ownerKind).param("owner", ownerId).param("name", vault.seal(plainName, Vault.aad("files.name", id)))
                .param("type", kind.mediaType()).param("size", bytes.length).param("mark", mark).param("place", place).param("key", key)
                .param("me", Acting.current().accountId()).param("now", today.now().atOffset(ZoneOffset.UTC)).update();
        looks.record(LookLog.Action.CREATE, "file", id, null, null, LookLog.OK, ownerKind);
        return new StoredFile(id, plainName, bytes.length, kind.mediaType());
    }

    /// @throws Refusal `FIL-023` when there is no such file or its owner may not be read
    public Content open(UUID id) {
        var row = row(id);
        var owner = owners.get(row.ownerKind());
        if (owner == null || !owner.mayRead(row.ownerId())) {
            throw notThere();
        }
        try {
            var sealed = java.nio.file.Files.readAllBytes(folder.resolve(row.place()));
            var bytes = vault.openWith(row.wrappedKey(), KEY_PURPOSE, sealed, Vault.aad("files.content", id));
            looks.record(LookLog.Action.OPEN, "file", id, null, null, LookLog.OK, row.ownerKind());
            return new Content(row.file(), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("An attachment is missing on disk", e);
        }
    }

    /// Attachments of one owner, oldest first. Ask only after the owner itself was found readable.
    @Transactional(readOnly = true)
    public List<StoredFile> of(String ownerKind, UUID ownerId) {
        return jdbc.sql("select id from files.file where owner_kind = :kind and owner_id = :owner order by id").param("kind", ownerKind).param("owner", ownerId)
                .query(UUID.class).list().stream().map(id -> row(id).file()).toList();
    }

    private Row row(UUID id) {
        return jdbc.sql("select owner_kind, owner_id, name_cipher, media_type, size_bytes, place_on_disk, wrapped_key from files.file where id = :id").param("id", id)
                .query((row, n) -> new Row(new StoredFile(id, vault.open(row.getBytes("name_cipher"), Vault.aad("files.name", id)), row.getInt("size_bytes"),
                        row.getString("media_type")), row.getString("owner_kind"), row.getObject("owner_id", UUID.class), row.getString("place_on_disk"),
                        row.getBytes("wrapped_key"))).optional().orElseThrow(Files::notThere);
    }

    private String write(byte[] sealed) {
        var name = HexFormat.of().formatHex(Vault.sm3(sealed));
        var place = name.substring(0, 2) + "/" + name;
        var target = folder.resolve(place);
        try {
            java.nio.file.Files.createDirectories(target.getParent());
            var draft = java.nio.file.Files.createTempFile(target.getParent(), "new", ".part",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                java.nio.file.Files.write(draft, sealed);
                java.nio.file.Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                java.nio.file.Files.deleteIfExists(draft);
            }
            return place;
        } catch (IOException e) {
            throw new Refusal(Refusal.Kind.UNAVAILABLE, "FIL-024", "附件没有写入磁盘", "文件没有保存", "请系统管理员检查磁盘空间后重新上传");
        }
    }

    private static Refusal notThere() {
        return new Refusal(Refusal.Kind.NOT_FOUND, "FIL-023", "没有找到，或不在您的权限范围内", "没有改动任何内容", "请从列表重新打开");
    }
}
