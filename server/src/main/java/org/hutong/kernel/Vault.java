package org.hutong.kernel;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jspecify.annotations.Nullable;

/// Encrypts identity number, phone, account, health and adoption link before they reach the database, and makes the blind
/// index by which an exact value is found again.
///
/// The place a value stands at (table, column, row) is sealed in with it: cipher text moved to another row or column does not open.
public final class Vault {

    /// Sealed bytes that do not open at this place: changed, moved, or sealed with another key.
    public static final class Tampered extends RuntimeException {
        Tampered() {
            super("密文无法打开：内容被改动、被移到别处，或密钥不符");
        }
    }

    private final KeyStore keys;
    private final byte[] fieldKey;
    private final ThreadLocal<HMac> blindMac;
    private final ThreadLocal<HMac> lookMac;
    private final Sm2 signature;

    private Vault(KeyStore keys) {
        this.keys = keys;
        this.fieldKey = keys.key("fields");
        var blindKey = new KeyParameter(keys.key("blind-index"));
        var lookKey = new KeyParameter(keys.key("look-log"));
        this.blindMac = ThreadLocal.withInitial(() -> mac(blindKey));
        this.lookMac = ThreadLocal.withInitial(() -> mac(lookKey));
        this.signature = new Sm2(keys.key("checkpoint-sign", Sm2.SECRET_BYTES));
    }

    /// Opens the keys in `folder` (`<data>/keys`), making them at first.
    public static Vault open(Path folder) {
        return new Vault(KeyStore.open(folder));
    }

    /// The associated data of one field: `aad("registry.person.id_number", id)`.
    public static String aad(String column, UUID rowId) {
        return column + ':' + rowId;
    }

    public byte[] seal(String plain, String aad) {
        return Sm4.seal(fieldKey, plain.getBytes(StandardCharsets.UTF_8), aad);
    }

    public String open(byte[] sealed, String aad) {
        return new String(Sm4.open(fieldKey, sealed, aad), StandardCharsets.UTF_8);
    }

    /// Null stays null.
    public byte @Nullable [] sealOrNull(@Nullable String plain, String aad) {
        return plain == null ? null : seal(plain, aad);
    }

    /// Null stays null.
    public @Nullable String openOrNull(byte @Nullable [] sealed, String aad) {
        return sealed == null ? null : open(sealed, aad);
    }

    /// HMAC-SM3 of the value, for equality search. Give it the cleaned form (`CitizenId.clean`), so that equal numbers are equal here.
    public byte[] blindIndex(String value) {
        return run(blindMac.get(), value.getBytes(StandardCharsets.UTF_8));
    }

    /// HMAC-SM3 under the look-log's key, which the database does not know.
    public byte[] lookMac(byte[] row) {
        return run(lookMac.get(), row);
    }

    /// A new data key, wrapped: keep it beside what it seals. Destroying the wrapped key makes those bytes unreadable, in backups too.
    public byte[] newKey(String purpose) {
        return keys.newWrappedKey(purpose);
    }

    public byte[] sealWith(byte[] wrappedKey, String purpose, byte[] plain, String aad) {
        return Sm4.seal(keys.unwrap(wrappedKey, purpose), plain, aad);
    }

    public byte[] openWith(byte[] wrappedKey, String purpose, byte[] sealed, String aad) {
        return Sm4.open(keys.unwrap(wrappedKey, purpose), sealed, aad);
    }

    /// One unwrapped key for many fields of one delivery.
    public FieldSealer sealer(byte[] wrappedKey, String purpose) {
        var key = keys.unwrap(wrappedKey, purpose);
        return new FieldSealer(key);
    }

    /// Seals and opens many fields with one data key.
    public static final class FieldSealer {

        private final byte[] key;

        private FieldSealer(byte[] key) {
            this.key = key;
        }

        public byte[] seal(byte[] plain, String aad) {
            return Sm4.seal(key, plain, aad);
        }

        public byte[] open(byte[] sealed, String aad) {
            return Sm4.open(key, sealed, aad);
        }
    }

    /// Signs a checkpoint of the look-log (SM2 with SM3).
    public byte[] sign(byte[] content) {
        return signature.sign(content);
    }

    /// Where [#sign]'s signatures are checked against: the uncompressed point.
    public byte[] publicKey() {
        return signature.publicKey();
    }

    public static boolean signed(byte[] publicKey, byte[] content, byte[] signature) {
        return Sm2.verify(publicKey, content, signature);
    }

    public static byte[] sm3(byte[] bytes) {
        var digest = new SM3Digest();
        digest.update(bytes, 0, bytes.length);
        var out = new byte[digest.getDigestSize()];
        digest.doFinal(out, 0);
        return out;
    }

    private static HMac mac(KeyParameter key) {
        var mac = new HMac(new SM3Digest());
        mac.init(key);
        return mac;
    }

    private static byte[] run(HMac mac, byte[] bytes) {
        mac.update(bytes, 0, bytes.length);
        var out = new byte[mac.getMacSize()];
        mac.doFinal(out, 0);
        return out;
    }
}
