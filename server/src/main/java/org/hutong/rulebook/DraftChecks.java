package org.hutong.rulebook;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.policy.Finding;
import org.hutong.policy.PolicyException;
import org.hutong.policy.Rulebook;
import org.hutong.policy.check.Checks;
import org.hutong.policy.check.Difference;
import org.hutong.policy.check.TestRun;
import org.hutong.policy.pack.Csv;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What the engine's checks and the packs' own tests say of a draft, with the place of each finding taken apart so that a page can mark the row and the cell.
@Component
final class DraftChecks {

    /// Words a test made from a case carries until somebody has written its expected answers from the clause.
    static final String TO_BE_WRITTEN = "待人工按条文填写";

    private static final Pattern FILE = Pattern.compile("(\\d{6}-[^/\\s]+(?:/[^/\\s]+)+\\.(?:csv|md|dmn|yaml|bpmn))");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern LINE = Pattern.compile("第 (\\d+) 行");
    private static final Pattern RULE = Pattern.compile("规则 ([^\\s：“、]+)");
    private static final Pattern NAMED = Pattern.compile("(?:\\.dmn (?:决策)?|(?:决策|函数))“([^”]+)”");
    private static final Pattern COLUMN = Pattern.compile("“([^”]+)”格");
    private static final int KEPT = 30;

    private final Today today;
    private final Semaphore two = new Semaphore(2);
    private final Map<String, DraftChecked> known = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, DraftChecked> eldest) {
            return size() > KEPT;
        }
    };

    DraftChecks(Today today) {
        this.today = today;
    }

    /// @param typing true while somebody types: only what the draft changes is looked at, on the days that can matter now; false: everything
    DraftChecked check(SortedMap<String, byte[]> base, SortedMap<String, byte[]> files, Rulebook before, boolean typing) {
        var sha = Edition.sha256(files);
        var key = sha + Edition.sha256(base) + today.date() + typing;
        synchronized (known) {
            var had = known.get(key);
            if (had != null) {
                return had;
            }
        }
        two.acquireUninterruptibly();
        try {
            var checked = run(sha, base, files, before, today.date(), typing);
            synchronized (known) {
                known.put(key, checked);
            }
            return checked;
        } finally {
            two.release();
        }
    }

    private static DraftChecked run(String sha, SortedMap<String, byte[]> base, SortedMap<String, byte[]> files, Rulebook before, LocalDate today, boolean typing) {
        var start = System.nanoTime();
        Rulebook book;
        try {
            book = DraftTree.book(files).sharing(before);
        } catch (Refusal refused) {
            return new DraftChecked(sha, 1, 0, List.of(found(Finding.error("", refused.title()))), 0, 0, List.of(), List.of(), since(start));
        }
        var findings = new ArrayList<DraftChecked.Found>();
        for (var finding : typing ? Checks.draft(book, today, before, touched(base, files)) : Checks.run(book, today)) {
            findings.add(found(finding));
        }
        findings.addAll(rewritten(base, files));
        var tests = new ArrayList<DraftChecked.Case>();
        var folders = new LinkedHashMap<String, String>();
        book.packs().forEach(pack -> folders.put(pack.folder(), pack.title()));
        if (book.findings().isEmpty()) {
            for (var result : TestRun.of(book).results) {
                var place = result.test().place();
                var found = FILE.matcher(place);
                var path = found.find() ? found.group(1) : place;
                var open = marked(files, path, result.test().name());
                tests.add(new DraftChecked.Case(folders.getOrDefault(place.split("/")[0], place), path, result.test().name(), result.passed(), result.problems(), open));
                if (open) {
                    findings.add(new DraftChecked.Found("错误", path + " 用例“" + result.test().name() + "”", "期望值" + TO_BE_WRITTEN + "：照条文写好，再删去标记", path, null, null, null, null));
                }
            }
        }
        findings.sort(java.util.Comparator.comparing((DraftChecked.Found one) -> one.level().equals("错误") ? 0 : 1));
        var errors = (int) findings.stream().filter(one -> one.level().equals("错误")).count();
        var failed = (int) tests.stream().filter(one -> !one.passed()).count();
        return new DraftChecked(sha, errors, findings.size() - errors, findings, tests.size() - failed, failed, tests, changes(before, book), since(start));
    }

    /// Days written in lines that the base does not have.
    private static Set<LocalDate> touched(SortedMap<String, byte[]> base, SortedMap<String, byte[]> files) {
        var days = new HashSet<LocalDate>();
        files.forEach((path, bytes) -> {
            var was = base.get(path);
            if (was != null && java.util.Arrays.equals(was, bytes)) {
                return;
            }
            var before = was == null ? Set.<String>of() : new HashSet<>(DraftTree.text(was).lines().toList());
            DraftTree.text(bytes).lines().filter(line -> !before.contains(line)).forEach(line -> {
                for (var found = DAY.matcher(line); found.find();) {
                    try {
                        days.add(LocalDate.parse(found.group()));
                    } catch (java.time.format.DateTimeParseException noDay) {
                        // the check names the cell
                    }
                }
            });
        });
        return days;
    }

    private static long since(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }

    static List<String> changes(Rulebook before, Rulebook after) {
        try {
            return Difference.between(before, after);
        } catch (PolicyException unreadable) {
            return List.of();
        }
    }

    static DraftChecked.Found found(Finding finding) {
        var whole = finding.place() + "：" + finding.message();
        var line = LINE.matcher(whole);
        return new DraftChecked.Found(finding.level() == Finding.Level.ERROR ? "错误" : "提醒", finding.place(), finding.message(), one(FILE, whole),
                line.find() ? Integer.valueOf(line.group(1)) : null, one(NAMED, whole), one(RULE, whole), one(COLUMN, whole));
    }

    private static @Nullable String one(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        return found.find() ? found.group(1) : null;
    }

    private static boolean marked(SortedMap<String, byte[]> files, String path, String name) {
        var bytes = files.get(path);
        if (bytes == null) {
            return false;
        }
        var text = DraftTree.text(bytes);
        var from = text.indexOf(name);
        if (from < 0) {
            return false;
        }
        var next = text.indexOf("\n- case:", from);
        return text.substring(from, next < 0 ? text.length() : next).contains(TO_BE_WRITTEN);
    }

    /// A row of a value that has been in force is ended, not rewritten: what was decided by it must stay readable.
    private static List<DraftChecked.Found> rewritten(SortedMap<String, byte[]> base, SortedMap<String, byte[]> files) {
        var out = new ArrayList<DraftChecked.Found>();
        base.forEach((path, bytes) -> {
            var now = files.get(path);
            if (!path.endsWith(".csv") || now == null || java.util.Arrays.equals(bytes, now)) {
                return;
            }
            try {
                var kept = ParameterRows.byKey(Csv.read(path, DraftTree.text(now)));
                ParameterRows.byKey(Csv.read(path, DraftTree.text(bytes))).forEach((key, value) -> {
                    if (!kept.containsKey(key)) {
                        out.add(new DraftChecked.Found("提醒", path, "删去了原有的一行（" + key + "：" + value + "）；旧行应填停止日，不删", path, null, null, null, null));
                    } else if (!kept.get(key).equals(value)) {
                        out.add(new DraftChecked.Found("提醒", path, "原有的一行（" + key + "）由 " + value + " 改成 " + kept.get(key) + "；旧行应填停止日，另加一行", path, null, null, null, null));
                    }
                });
            } catch (PolicyException unreadable) {
                // the check has named the line
            }
        });
        return out;
    }
}
