package org.hutong.exchange;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.hutong.kernel.Vault;

/// The delivered file as it came, on disk, sealed in blocks under the delivery's key.
final class SealedFile {

    private static final int BLOCK = 1 << 20;

    /// @param sm3 checksum of the plain bytes
    record Kept(long size, byte[] sm3) {}

    private SealedFile() {}

    static Kept write(InputStream in, Path to, Vault.FieldSealer sealer, UUID id) throws IOException {
        Files.createDirectories(to.getParent());
        var digest = new SM3Digest();
        var size = 0L;
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(to)))) {
            byte[] block;
            for (var number = 0; (block = in.readNBytes(BLOCK)).length > 0; number++) {
                digest.update(block, 0, block.length);
                size += block.length;
                var sealed = sealer.seal(block, "exchange.file:" + id + ":" + number);
                out.writeInt(sealed.length);
                out.write(sealed);
            }
            out.writeInt(0);
        }
        var sm3 = new byte[digest.getDigestSize()];
        digest.doFinal(sm3, 0);
        return new Kept(size, sm3);
    }

    /// Where files stand in the clear while they are read, beside the sealed ones: a killed program's leavings are swept from here.
    static Path openFolder(Path sealed) {
        return sealed.resolveSibling("open");
    }

    /// Opens into a temporary file, readable by the program's own user alone, which the caller deletes.
    static Path open(Path sealed, Vault.FieldSealer sealer, UUID id) throws IOException {
        var open = Files.createDirectories(openFolder(sealed));
        var plain = Files.createTempFile(open, "hutong-delivery-", null);
        try (var in = new DataInputStream(new java.io.BufferedInputStream(Files.newInputStream(sealed))); var out = Files.newOutputStream(plain)) {
            int length;
            for (var number = 0; (length = in.readInt()) > 0; number++) {
                out.write(sealer.open(in.readNBytes(length), "exchange.file:" + id + ":" + number));
            }
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(plain);
            throw e;
        }
        return plain;
    }
}
