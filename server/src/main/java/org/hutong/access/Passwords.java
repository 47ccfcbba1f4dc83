package org.hutong.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.hutong.kernel.Refusal;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/// How passwords are hashed, chosen and refused.
@Component
class Passwords {

    static final int SHORTEST = 12;
    private static final int LONGEST = 128;
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    /// Argon2id, 16 bytes of salt, 32 of hash, one lane, 48 MB, three passes: more than 100 ms a try on the smallest machine we name.
    private final Argon2PasswordEncoder encoder = new Argon2PasswordEncoder(16, 32, 1, 48 * 1024, 3);
    private final String nobodys = encoder.encode(oneTime());
    private final Set<String> common = common();

    String hash(String password) {
        return encoder.encode(password);
    }

    boolean matches(String password, String hash) {
        return encoder.matches(password, hash);
    }

    /// Takes as long as a real comparison, for a login that does not exist.
    void pretend(String password) {
        encoder.matches(password, nobodys);
    }

    /// @throws Refusal `ACC-012` with the reason
    void requireGood(String password, String login) {
        if (password.length() < SHORTEST || password.length() > LONGEST) {
            throw refused("密码要 " + SHORTEST + " 到 " + LONGEST + " 个字符");
        }
        var plain = password.toLowerCase(Locale.ROOT);
        if (common.contains(plain) || plain.chars().distinct().count() < 5) {
            throw refused("这个密码太常见，容易被猜中");
        }
        if (plain.contains(login.toLowerCase(Locale.ROOT))) {
            throw refused("密码里不要包含账号");
        }
    }

    static String oneTime() {
        var password = new StringBuilder();
        for (var i = 0; i < 16; i++) {
            if (i > 0 && i % 4 == 0) {
                password.append('-');
            }
            password.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }

    private static Refusal refused(String title) {
        return new Refusal(Refusal.Kind.INVALID, "ACC-012", title, "密码没有改动", "请换一个较长的、只有您知道的密码");
    }

    private static Set<String> common() {
        try (var in = Passwords.class.getResourceAsStream("/common-passwords.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
