package org.hutong.policy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.hutong.policy.check.Checks;
import org.hutong.policy.check.TestRun;
import org.hutong.policy.pack.Law;
import org.hutong.policy.pack.Pack;
import org.hutong.policy.pack.PackReader;
import org.hutong.policy.run.Plan;

/// A whole rulebook: every place's pack. Immutable once read; plans are made on demand and kept.
public final class Rulebook {
    /// Version of this library, for the receipt.
    public static final String ENGINE = "0.1.0";
    private static final Set<String> PROVINCES = Set.of("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "45", "46", "50", "51", "52",
            "53", "54", "61", "62", "63", "64", "65", "71", "81", "82");
    private static final int KEPT = 400;

    private final Path root;
    private final TreeMap<String, Pack> packs = new TreeMap<>();
    private final List<Finding> readFindings = new ArrayList<>();
    private final Map<String, Law> laws = new ConcurrentHashMap<>();
    private final Map<String, String> hashes = new ConcurrentHashMap<>();
    private final Map<String, Plan> plans = new ConcurrentHashMap<>();
    /// A rulebook whose plans serve here wherever a place's chain of packs is the same; null for none.
    private volatile Rulebook like;
    private volatile TestRun tested;

    private Rulebook(Path root) {
        this.root = root;
    }

    /// Reads the tree without judging it; {@link #findings()} holds what could not be read.
    ///
    /// @throws PolicyException when there is no such folder or no pack in it
    public static Rulebook read(Path root) {
        var book = new Rulebook(root);
        if (!Files.isDirectory(root)) throw new PolicyException(String.valueOf(root), "没有这个规则目录");
        try (var list = Files.list(root)) {
            for (var folder : list.sorted().toList()) {
                var name = folder.getFileName().toString();
                if (!Files.isDirectory(folder) || name.startsWith(".") || !Character.isDigit(name.charAt(0))) continue;
                if (Files.isSymbolicLink(folder)) throw new PolicyException(name, "不允许符号链接");
                var pack = PackReader.read(folder, book.readFindings::add);
                if (pack == null) continue;
                if (book.packs.putIfAbsent(pack.code(), pack) != null) book.readFindings.add(Finding.error(name, "区划 " + pack.code() + " 有两个规则包"));
            }
        } catch (IOException e) {
            throw new PolicyException(String.valueOf(root), "读不了规则目录：" + e.getMessage(), e);
        }
        if (book.packs.isEmpty() && book.readFindings.isEmpty()) throw new PolicyException(String.valueOf(root), "目录里没有规则包（应有如 000000-china 的文件夹）");
        return book;
    }

    /// Reads the tree and refuses it when any check finds an error.
    ///
    /// @throws PolicyException listing the first errors; whatever rulebook was in force stays in force
    public static Rulebook load(Path root) {
        var book = read(root);
        var errors = Checks.run(book, LocalDate.now()).stream().filter(f -> f.level() == Finding.Level.ERROR).toList();
        if (!errors.isEmpty()) {
            var text = new StringBuilder("规则包未通过检查（").append(errors.size()).append(" 处错误）");
            errors.stream().limit(10).forEach(f -> text.append("\n").append(f.text()));
            throw new PolicyException("", text.toString());
        }
        return book;
    }

    /// The same rulebook with one pack replaced or added: a draft to try out. Its receipts carry the hash of the files as read, so they are for comparison only.
    public Rulebook with(Pack pack) {
        var other = new Rulebook(root);
        other.readFindings.addAll(readFindings);
        other.packs.putAll(packs);
        other.packs.put(pack.code(), pack);
        return other;
    }

    /// Lets plans of places whose chain of packs is byte for byte the same be those of `other`: a draft beside the rulebook it stands on compiles only what it changes.
    public Rulebook sharing(Rulebook other) {
        like = other;
        return this;
    }

    /// What the packs' own cases say of this rulebook, run once. Cases of places it shares with another rulebook are taken from there.
    public TestRun tests() {
        var run = tested;
        if (run == null) tested = run = TestRun.run(this, like);
        return run;
    }

    /// Whether a place's chain of packs is byte for byte the same here and there.
    public boolean same(Rulebook other, String region) {
        return other.packs.containsKey(code(region)) == packs.containsKey(code(region)) && other.sha256(region).equals(sha256(region));
    }

    public Path root() {
        return root;
    }

    public List<Finding> findings() {
        return List.copyOf(readFindings);
    }

    public List<Pack> packs() {
        return List.copyOf(packs.values());
    }

    /// The packs that apply in a place, national first.
    ///
    /// @param region 6 or 12 digits
    /// @throws PolicyException when there is no such place
    public List<Pack> chain(String region) {
        var code = code(region);
        var chain = new ArrayList<Pack>();
        var own = packs.get(code);
        if (own != null) {
            for (var p = own; p != null; p = parent(p)) {
                chain.addFirst(p);
                if (chain.size() > 8) throw new PolicyException(own.folder() + "/pack.yaml", "上级循环引用");
            }
            return chain;
        }
        for (var up : ancestors(code)) {
            var pack = packs.get(up);
            if (pack == null) continue;
            if (!pack.regions().isEmpty() && !pack.regions().containsKey(code)) throw new PolicyException("区划 " + region, "不在“" + pack.title() + "”列明的地方之内");
            return chain(up);
        }
        throw new PolicyException("区划 " + region, "没有适用的规则包");
    }

    /// Six digits of a place, checked.
    public static String code(String region) {
        if (region == null || !region.matches("\\d{6}(\\d{6})?")) throw new PolicyException("区划 " + region, "应为 6 位或 12 位数字");
        var code = region.substring(0, 6);
        if (!code.equals("000000") && !PROVINCES.contains(code.substring(0, 2))) throw new PolicyException("区划 " + region, "不认识的区划代码");
        return code;
    }

    private static List<String> ancestors(String code) {
        var list = new ArrayList<String>();
        for (var up : List.of(code.substring(0, 4) + "00", code.substring(0, 2) + "0000", "000000")) if (!up.equals(code) && !list.contains(up)) list.add(up);
        return list;
    }

    private Pack parent(Pack pack) {
        if (pack.code().equals("000000")) return null;
        if (pack.parent() != null) {
            var parent = packs.get(pack.parent());
            if (parent == null) throw new PolicyException(pack.folder() + "/pack.yaml", "上级 " + pack.parent() + " 没有规则包");
            return parent;
        }
        for (var up : ancestors(pack.code())) if (packs.containsKey(up)) return packs.get(up);
        return null;
    }

    /// The law of a place, put together.
    public Law law(String region) {
        var code = code(region);
        return laws.computeIfAbsent(code, k -> new Law(k, chain(k)));
    }

    /// The compiled law of a place on a day.
    ///
    /// @throws PolicyException for an unknown place, or a day before any source of law
    public Plan at(String region, LocalDate asOf) {
        return at(region, asOf, asOf);
    }

    /// The law of one day, compiled for persons as they are on another.
    ///
    /// @param lawOn day whose rules and parameter rows count
    /// @param asOf  评估日, on which ages and facts are looked at
    /// @throws PolicyException for an unknown place, or a `lawOn` before any source of law
    public Plan at(String region, LocalDate lawOn, LocalDate asOf) {
        var code = code(region);
        var key = code + lawOn + asOf;
        var plan = plans.get(key);
        if (plan != null) return plan;
        var other = like;
        if (other != null && shares(other, code)) return other.at(region, lawOn, asOf);
        var law = law(code);
        var first = law.sources.values().stream().map(Pack.Source::effective).filter(java.util.Objects::nonNull).min(LocalDate::compareTo).orElse(null);
        if (first != null && lawOn.isBefore(first)) throw new PolicyException(lawOn.toString(), "早于任何已录入的政策（最早 " + first + "）");
        if (plans.size() >= KEPT) plans.clear();
        plan = new Plan(law, lawOn, asOf, sha256(code), ENGINE);
        plans.put(key, plan);
        return plan;
    }

    private boolean shares(Rulebook other, String code) {
        try {
            return other.sha256(code).equals(sha256(code));
        } catch (PolicyException noSuchPlace) {
            return false;
        }
    }

    /// SHA-256 over the chain of packs of a place in canonical form, as 64 hex digits.
    public String sha256(String region) {
        return hashes.computeIfAbsent(code(region), k -> {
            var digest = digest();
            for (var pack : chain(k)) {
                for (var file : pack.files().entrySet()) {
                    digest.update((pack.folder() + "/" + file.getKey() + "\n" + file.getValue().length + "\n").getBytes(StandardCharsets.UTF_8));
                    digest.update(file.getValue());
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        });
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Rows of `comparisons`, `cadences`, `handovers` or `processes` for a place, by code.
    public Map<String, Pack.Row> rows(String region, String folder) {
        return law(region).rows.getOrDefault(folder, new LinkedHashMap<>());
    }
}
