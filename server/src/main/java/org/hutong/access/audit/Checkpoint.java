package org.hutong.access.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hutong.kernel.Vault;

/// A signed statement of how far each chain of the look-log had grown, kept away from the database.
///
/// @param streams  stream → last number and hash
/// @param previous SM3 of the checkpoint before, empty for the first
public record Checkpoint(long number, Instant at, Map<Integer, Head> streams, String previous) {

    static final String PUBLIC_KEY = "public-key.hex";

    public record Head(long seq, String hash) {}

    /// @param faults what is wrong with the folder itself
    record Folder(List<Checkpoint> checkpoints, List<String> faults) {}

    long rows() {
        return streams.values().stream().mapToLong(Head::seq).sum();
    }

    private String body() {
        var text = new StringBuilder("hutong-checkpoint 1\nnumber " + number + "\nat " + at + "\nrows " + rows() + "\n");
        streams.forEach((stream, head) -> text.append("stream ").append(stream).append(' ').append(head.seq()).append(' ').append(head.hash()).append('\n'));
        return text.append("previous ").append(previous).append('\n').toString();
    }

    byte[] sm3() {
        return Vault.sm3(body().getBytes(StandardCharsets.UTF_8));
    }

    /// Whole or not at all.
    void write(Path folder, Vault vault) throws IOException {
        Files.createDirectories(folder);
        var key = folder.resolve(PUBLIC_KEY);
        if (!Files.exists(key)) {
            Files.writeString(key, HexFormat.of().formatHex(vault.publicKey()) + "\n");
        }
        var body = body();
        var signature = HexFormat.of().formatHex(vault.sign(body.getBytes(StandardCharsets.UTF_8)));
        var file = folder.resolve("%012d.checkpoint".formatted(number));
        var draft = folder.resolve(file.getFileName() + ".new");
        Files.writeString(draft, body + "signature " + signature + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Reads and checks every checkpoint: signature, numbering, and that each names the one before.
    static Folder readAll(Path folder, byte[] publicKey) throws IOException {
        var checkpoints = new ArrayList<Checkpoint>();
        var faults = new ArrayList<String>();
        if (!Files.exists(folder)) {
            return new Folder(checkpoints, faults);
        }
        var key = folder.resolve(PUBLIC_KEY);
        if (Files.exists(key) && !Arrays.equals(HexFormat.of().parseHex(Files.readString(key).strip()), publicKey)) {
            faults.add("检查点目录里的公钥和本机密钥不是一对");
        }
        try (var files = Files.list(folder)) {
            for (var file : files.filter(path -> path.toString().endsWith(".checkpoint")).sorted(Comparator.comparing(Path::getFileName)).toList()) {
                try {
                    checkpoints.add(read(file, publicKey));
                } catch (RuntimeException e) {
                    faults.add("检查点 " + file.getFileName() + " 签名不符或内容被改动");
                }
            }
        }
        for (var i = 0; i < checkpoints.size(); i++) {
            var here = checkpoints.get(i);
            var expected = i == 0 ? "" : HexFormat.of().formatHex(checkpoints.get(i - 1).sm3());
            if (here.number() != (i == 0 ? 1 : checkpoints.get(i - 1).number() + 1) || !here.previous().equals(expected)) {
                faults.add("检查点 " + here.number() + " 之前缺少检查点，或次序被改动");
            }
        }
        return new Folder(checkpoints, faults);
    }

    private static Checkpoint read(Path file, byte[] publicKey) throws IOException {
        var text = Files.readString(file);
        var cut = text.lastIndexOf("signature ");
        var body = text.substring(0, cut);
        if (!Vault.signed(publicKey, body.getBytes(StandardCharsets.UTF_8), HexFormat.of().parseHex(text.substring(cut + 10).strip()))) {
            throw new IllegalStateException("bad signature");
        }
        var number = 0L;
        var at = Instant.EPOCH;
        var previous = "";
        var streams = new TreeMap<Integer, Head>();
        for (var line : body.lines().toList()) {
            var words = line.split(" ");
            switch (words[0]) {
                case "number" -> number = Long.parseLong(words[1]);
                case "at" -> at = Instant.parse(words[1]);
                case "stream" -> streams.put(Integer.valueOf(words[1]), new Head(Long.parseLong(words[2]), words[3]));
                case "previous" -> previous = words.length > 1 ? words[1] : "";
                default -> { }
            }
        }
        return new Checkpoint(number, at, streams, previous);
    }
}
