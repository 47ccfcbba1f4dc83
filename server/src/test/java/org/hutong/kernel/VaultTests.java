package org.hutong.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.HashSet;
import java.util.Random;
import java.util.UUID;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTests {

    @TempDir
    Path folder;

    private Vault vault() {
        return Vault.open(folder.resolve("keys"));
    }

    @Test
    void whatWasSealedOpensAtItsPlaceAndNowhereElse() {
        var vault = vault();
        var row = UUID.randomUUID();
        var sealed = vault.seal("120116201001010017", Vault.aad("registry.person.id_number", row));
        assertThat(vault.open(sealed, Vault.aad("registry.person.id_number", row))).isEqualTo("120116201001010017");
        assertThatThrownBy(() -> vault.open(sealed, Vault.aad("registry.person.id_number", UUID.randomUUID()))).isInstanceOf(Vault.Tampered.class);
        assertThatThrownBy(() -> vault.open(sealed, Vault.aad("registry.person.phone", row))).isInstanceOf(Vault.Tampered.class);
    }

    @Test
    void everyChangedBitIsNoticed() {
        var vault = vault();
        var sealed = vault.seal("某某", "a:1");
        for (var bit = 0; bit < sealed.length * 8; bit++) {
            var changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> vault.open(changed, "a:1")).isInstanceOf(Vault.Tampered.class);
        }
        assertThatThrownBy(() -> vault.open(Arrays.copyOf(sealed, 10), "a:1")).isInstanceOf(Vault.Tampered.class);
    }

    @Test
    void equalValuesAreSealedDifferentlyAndIndexedAlike() {
        var vault = vault();
        var sealed = new HashSet<String>();
        for (var i = 0; i < 1000; i++) {
            sealed.add(HexFormat.of().formatHex(vault.seal("13800000000", "a:1")));
        }
        assertThat(sealed).hasSize(1000);
        assertThat(vault.blindIndex("13800000000")).isEqualTo(vault.blindIndex("13800000000")).isNotEqualTo(vault.blindIndex("13800000001"));
    }

    @Test
    void theKeysOutliveTheProgramAndAnotherFolderHasOthers() {
        var sealed = vault().seal("x", "a:1");
        assertThat(vault().open(sealed, "a:1")).isEqualTo("x");
        assertThat(vault().publicKey()).isEqualTo(vault().publicKey());
        assertThatThrownBy(() -> Vault.open(folder.resolve("other")).open(sealed, "a:1")).isInstanceOf(Vault.Tampered.class);
    }

    @Test
    void keyFilesAreReadableByTheirOwnerAlone() throws Exception {
        vault();
        try (var files = Files.list(folder.resolve("keys"))) {
            assertThat(files.toList()).hasSizeGreaterThan(3).allSatisfy(file ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------"));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("keys")))).isEqualTo("rwx------");
    }

    @Test
    void withoutADeliverysKeyItsFieldsAreGone() {
        var vault = vault();
        var key = vault.newKey("delivery");
        var sealed = vault.sealWith(key, "delivery", "row".getBytes(StandardCharsets.UTF_8), "row:1");
        assertThat(vault.openWith(key, "delivery", sealed, "row:1")).isEqualTo("row".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> vault.openWith(vault.newKey("delivery"), "delivery", sealed, "row:1")).isInstanceOf(Vault.Tampered.class);
        assertThatThrownBy(() -> vault.openWith(key, "another purpose", sealed, "row:1")).isInstanceOf(Vault.Tampered.class);
    }

    @Test
    void aSignatureHoldsForItsContentAlone() {
        var vault = vault();
        var signature = vault.sign("checkpoint".getBytes(StandardCharsets.UTF_8));
        assertThat(Vault.signed(vault.publicKey(), "checkpoint".getBytes(StandardCharsets.UTF_8), signature)).isTrue();
        assertThat(Vault.signed(vault.publicKey(), "checkpoinT".getBytes(StandardCharsets.UTF_8), signature)).isFalse();
        assertThat(Vault.signed(Vault.open(folder.resolve("other")).publicKey(), "checkpoint".getBytes(StandardCharsets.UTF_8), signature)).isFalse();
    }

    /// GB/T 32905, appendix A.1.
    @Test
    void sm3GivesTheStandardsAnswer() {
        assertThat(HexFormat.of().formatHex(Vault.sm3("abc".getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    }

    /// GB/T 32907, appendix A.1.
    @Test
    void sm4GivesTheStandardsAnswer() {
        var engine = new SM4Engine();
        var block = HexFormat.of().parseHex("0123456789abcdeffedcba9876543210");
        engine.init(true, new KeyParameter(block));
        var out = new byte[16];
        engine.processBlock(block, 0, out, 0);
        assertThat(HexFormat.of().formatHex(out)).isEqualTo("681edf34d206965e86b3e94f536e4246");
    }

    /// GB/T 32918.5 uses random numbers; what can be held against it here is that both sides agree on random keys.
    @Test
    void randomTextsComeBack() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var vault = vault();
        for (var i = 0; i < 2000; i++) {
            var bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            var text = new String(bytes, StandardCharsets.UTF_16);
            assertThat(vault.open(vault.seal(text, "a:" + i), "a:" + i)).as("seed %d", seed).isEqualTo(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        }
    }
}
