package org.hutong.kernel;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/// SM4 in Galois/counter mode. Sealed form: one byte of format, 12 of nonce, the cipher text, 16 of tag.
final class Sm4 {

    private static final byte FORMAT = 1;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final ThreadLocal<SecureRandom> RANDOM = ThreadLocal.withInitial(SecureRandom::new);

    private Sm4() {}

    static byte[] seal(byte[] key, byte[] plain, String aad) {
        var nonce = new byte[NONCE];
        RANDOM.get().nextBytes(nonce);
        var cipher = GCMBlockCipher.newInstance(new SM4Engine());
        cipher.init(true, new AEADParameters(new KeyParameter(key), TAG_BITS, nonce, aad.getBytes(StandardCharsets.UTF_8)));
        var sealed = new byte[1 + NONCE + cipher.getOutputSize(plain.length)];
        sealed[0] = FORMAT;
        System.arraycopy(nonce, 0, sealed, 1, NONCE);
        var at = 1 + NONCE;
        at += cipher.processBytes(plain, 0, plain.length, sealed, at);
        try {
            cipher.doFinal(sealed, at);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException(e);
        }
        return sealed;
    }

    /// @throws Vault.Tampered when the bytes, the key or the place they stand at are not those of the sealing
    static byte[] open(byte[] key, byte[] sealed, String aad) {
        if (sealed.length < 1 + NONCE + TAG_BITS / 8 || sealed[0] != FORMAT) {
            throw new Vault.Tampered();
        }
        var nonce = new byte[NONCE];
        System.arraycopy(sealed, 1, nonce, 0, NONCE);
        var cipher = GCMBlockCipher.newInstance(new SM4Engine());
        cipher.init(false, new AEADParameters(new KeyParameter(key), TAG_BITS, nonce, aad.getBytes(StandardCharsets.UTF_8)));
        var length = sealed.length - 1 - NONCE;
        var plain = new byte[cipher.getOutputSize(length)];
        var at = cipher.processBytes(sealed, 1 + NONCE, length, plain, 0);
        try {
            cipher.doFinal(plain, at);
        } catch (InvalidCipherTextException e) {
            throw new Vault.Tampered();
        }
        return plain;
    }
}
