package org.hutong.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Keys in a folder of their own, each file readable by its owner alone. The master key wraps every data key.
final class KeyStore {

    private static final int KEY_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;
    private final byte[] master;

    private KeyStore(Path folder, byte[] master) {
        this.folder = folder;
        this.master = master;
    }

    /// Opens the folder, making it and its master key at first.
    static KeyStore open(Path folder) {
        try {
            if (!Files.exists(folder)) {
                Files.createDirectories(folder.toAbsolutePath().getParent());
                Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            var file = folder.resolve("master.key");
            if (!Files.exists(file)) {
                write(file, HexFormat.of().formatHex(random(KEY_BYTES)));
            }
            return new KeyStore(folder, HexFormat.of().parseHex(Files.readString(file).strip()));
        } catch (IOException e) {
            throw new UncheckedIOException("密钥目录无法打开：" + folder, e);
        }
    }

    /// The data key of that name, wrapped on disk by the master key; made at first.
    byte[] key(String name) {
        return key(name, KEY_BYTES);
    }

    byte[] key(String name, int bytes) {
        try {
            var file = folder.resolve(name + ".wrapped");
            if (!Files.exists(file)) {
                write(file, HexFormat.of().formatHex(wrap(random(bytes), name)));
            }
            return unwrap(HexFormat.of().parseHex(Files.readString(file).strip()), name);
        } catch (IOException e) {
            throw new UncheckedIOException("密钥无法读取：" + name, e);
        }
    }

    byte[] newWrappedKey(String purpose) {
        return wrap(random(KEY_BYTES), purpose);
    }

    byte[] unwrap(byte[] wrapped, String purpose) {
        return Sm4.open(master, wrapped, purpose);
    }

    private byte[] wrap(byte[] key, String purpose) {
        return Sm4.seal(master, key, purpose);
    }

    private static byte[] random(int bytes) {
        var random = new byte[bytes];
        RANDOM.nextBytes(random);
        return random;
    }

    /// Whole or not at all: a half-written key would make everything sealed with it unreadable.
    static void write(Path file, String text) throws IOException {
        var draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, text + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
