package org.hutong.exchange;

import static org.hutong.jooq.exchange.tables.Upload.UPLOAD;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import org.hutong.access.Acting;
import org.hutong.jooq.exchange.tables.records.UploadRecord;
import org.hutong.kernel.DataFolder;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.kernel.Vault;
import org.hutong.region.Regions;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// A large list that comes in pieces. Each piece says where it belongs and its SHA-256; a piece that is cut off, damaged or sent twice
/// changes nothing, and the sender goes on from [Upload#received].
@Service
public class Uploads {

    public static final int PIECE = 8 << 20;
    private static final long MOST = 64L << 30;
    private static final String KEY = "exchange.upload";
    /// 假设: an upload nobody has gone on with for so long is thrown away.
    private static final int IDLE_DAYS = 7;

    /// @param received bytes that are there: the next piece begins here
    /// @param piece    the most bytes one piece may have
    public record Upload(UUID id, String list, String fileName, long size, long received, int piece, @Nullable UUID deliveryId, OffsetDateTime touchedAt) {}

    private final DSLContext sql;
    private final Catalogue catalogue;
    private final Deliveries deliveries;
    private final DeliveryQueue queue;
    private final Vault vault;
    private final Regions regions;
    private final Today today;
    private final Path folder;

    Uploads(DSLContext sql, Catalogue catalogue, Deliveries deliveries, DeliveryQueue queue, Vault vault, Regions regions, Today today, DataFolder data) {
        this.sql = sql;
        this.catalogue = catalogue;
        this.deliveries = deliveries;
        this.queue = queue;
        this.vault = vault;
        this.regions = regions;
        this.today = today;
        this.folder = data.path().resolve("uploads");
    }

    /// Begins an upload, or finds the one of the same list, name and size that was broken off.
    @Transactional
    public Upload begin(String list, String fileName, long size) {
        if (catalogue.entry(list).isEmpty()) {
            throw new Refusal(Refusal.Kind.INVALID, "EXC-001", "目录里没有这种名单", "没有收下文件", "请从目录中选择名单");
        }
        if (size < 1 || size > MOST) {
            throw new Refusal(Refusal.Kind.INVALID, "EXC-030", "文件大小不对（" + size + " 字节）", "没有收下文件", "请确认文件不是空的，也不超过 64 GB");
        }
        var actor = Acting.current();
        var known = sql.selectFrom(UPLOAD).where(UPLOAD.ACCOUNT_ID.eq(actor.accountId()), UPLOAD.LIST.eq(list), UPLOAD.FILE_NAME.eq(fileName), UPLOAD.SIZE.eq(size),
                UPLOAD.DELIVERY_ID.isNull(), UPLOAD.DATA_KEY.isNotNull()).orderBy(UPLOAD.BEGUN_AT.desc()).limit(1).fetchOptional();
        if (known.isPresent()) {
            return view(known.get());
        }
        var row = sql.newRecord(UPLOAD);
        row.setId(Ids.next());
        row.setList(list);
        row.setFileName(fileName);
        row.setSize(size);
        row.setReceived(0L);
        row.setPieces(0);
        row.setRegionId(actor.scope().isEmpty() ? regions.cityRoot() : actor.scope().getFirst());
        row.setOfficeId(actor.officeId());
        row.setAccountId(actor.accountId());
        row.setAccountName(actor.name());
        row.setDataKey(vault.newKey(KEY));
        row.setBegunAt(now());
        row.setTouchedAt(now());
        row.store();
        return view(row);
    }

    @Transactional(readOnly = true)
    public Upload byId(UUID id) {
        return view(mine(id, false));
    }

    /// Takes the next piece. One that was there before is accepted again and changes nothing.
    ///
    /// @param sha256 checksum of the piece, hexadecimal
    @Transactional
    public Upload append(UUID id, long offset, String sha256, byte[] bytes) {
        var row = mine(id, true);
        if (row.getDataKey() == null || row.getDeliveryId() != null) {
            throw new Refusal(Refusal.Kind.CONFLICT, "EXC-031", "这次上传已经结束", "没有再收", "请从名单页重新开始");
        }
        if (!HexFormat.of().formatHex(sha256(bytes)).equals(sha256.toLowerCase(Locale.ROOT))) {
            throw new Refusal(Refusal.Kind.INVALID, "EXC-032", "这一段在路上损坏了（校验码不符）", "前面收到的都在", "请从 " + row.getReceived() + " 字节处重发这一段");
        }
        if (offset + bytes.length <= row.getReceived()) {
            return view(row);
        }
        if (offset != row.getReceived() || bytes.length == 0 || bytes.length > PIECE || offset + bytes.length > row.getSize()) {
            throw new Refusal(Refusal.Kind.CONFLICT, "EXC-033", "这一段接不上：已经收到 " + row.getReceived() + " 字节", "前面收到的都在", "请从 " + row.getReceived() + " 字节处接着发");
        }
        try {
            Files.createDirectories(pieces(id));
            // A piece whose transaction is lost is simply written over by the next try.
            Files.write(pieces(id).resolve(Integer.toString(row.getPieces())), vault.sealWith(row.getDataKey(), KEY, bytes, KEY + ':' + id + ':' + row.getPieces()));
        } catch (IOException e) {
            throw new Refusal(Refusal.Kind.UNAVAILABLE, "EXC-003", "文件没有存下来（磁盘空间不足或不可写）", "前面收到的都在", "请联系系统管理员检查数据盘，再接着传");
        }
        row.setReceived(offset + bytes.length);
        row.setPieces(row.getPieces() + 1);
        row.setTouchedAt(now());
        row.store();
        return view(row);
    }

    /// All pieces are there: they become a delivery.
    @Transactional
    public Delivery finish(UUID id) {
        var row = mine(id, true);
        if (row.getDeliveryId() != null) {
            return deliveries.byId(row.getDeliveryId());
        }
        if (row.getDataKey() == null || row.getReceived() < row.getSize()) {
            throw new Refusal(Refusal.Kind.CONFLICT, "EXC-034", "文件还没有传完：收到 " + row.getReceived() + " / " + row.getSize() + " 字节", "收到的都在", "请接着传");
        }
        var delivery = deliveries.receive(row.getList(), row.getFileName(), new SequenceInputStream(opened(row)), Delivery.Door.UPLOAD);
        row.setDeliveryId(delivery.id());
        row.setDataKey(null);
        row.store();
        if (delivery.state() == Delivery.State.RECEIVED) {
            queue.add(delivery.id());
        }
        return delivery;
    }

    private Enumeration<InputStream> opened(UploadRecord row) {
        var sealer = vault.sealer(row.getDataKey(), KEY);
        return new Enumeration<>() {
            private int at;

            @Override
            public boolean hasMoreElements() {
                return at < row.getPieces();
            }

            @Override
            public InputStream nextElement() {
                try {
                    var piece = at++;
                    return new ByteArrayInputStream(sealer.open(Files.readAllBytes(pieces(row.getId()).resolve(Integer.toString(piece))), KEY + ':' + row.getId() + ':' + piece));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    /// Pieces of finished uploads, and of those nobody goes on with, go with their key.
    @Transactional
    public int sweep() {
        var over = sql.selectFrom(UPLOAD).where(UPLOAD.DELIVERY_ID.isNotNull().or(UPLOAD.TOUCHED_AT.lt(now().minusDays(IDLE_DAYS)))).fetch();
        for (var row : over) {
            try {
                if (Files.isDirectory(pieces(row.getId()))) {
                    try (var files = Files.list(pieces(row.getId()))) {
                        for (var file : files.toList()) {
                            Files.deleteIfExists(file);
                        }
                    }
                    Files.deleteIfExists(pieces(row.getId()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            row.delete();
        }
        return over.size();
    }

    private Path pieces(UUID id) {
        return folder.resolve(id.toString());
    }

    private UploadRecord mine(UUID id, boolean lock) {
        var wanted = sql.selectFrom(UPLOAD).where(UPLOAD.ID.eq(id), UPLOAD.ACCOUNT_ID.eq(Acting.current().accountId()));
        return (lock ? wanted.forUpdate().fetchOptional() : wanted.fetchOptional()).orElseThrow(() ->
                new Refusal(Refusal.Kind.NOT_FOUND, "EXC-035", "没有找到这次上传", "没有收下", "请从名单页重新开始"));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Upload view(UploadRecord row) {
        return new Upload(row.getId(), row.getList(), row.getFileName(), row.getSize(), row.getReceived(), PIECE, row.getDeliveryId(), row.getTouchedAt());
    }

    private OffsetDateTime now() {
        return today.now().atOffset(ZoneOffset.UTC);
    }
}
