package org.hutong.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Rules over the compiled server, each with a canary in this file that breaks it.
class SourceRulesTests {

    /// Methods whose first text argument is a statement: it must be a constant of the class.
    private static final Set<String> STATEMENTS = Set.of("org/springframework/jdbc/core/simple/JdbcClient.sql", "java/sql/Connection.prepareStatement",
            "java/sql/Connection.prepareCall", "java/sql/Statement.execute", "java/sql/Statement.executeQuery", "java/sql/Statement.executeUpdate",
            "java/sql/Statement.addBatch", "org/jooq/DSLContext.fetch", "org/jooq/DSLContext.execute", "org/jooq/DSLContext.resultQuery", "org/jooq/DSLContext.query",
            "org/jooq/impl/DSL.condition", "org/jooq/impl/DSL.field", "org/jooq/impl/DSL.table", "org/jooq/impl/DSL.sql",
            "org/postgresql/copy/CopyManager.copyIn", "org/postgresql/copy/CopyManager.copyOut");

    private static final Pattern STATEMENT = Pattern.compile("\\s*(select|insert|update|delete|copy|with|set|create|call|explain)\\b");

    private record Finding(String where, String what) {}

    private static List<Finding> findings(Path root, String room) throws IOException {
        var findings = new ArrayList<Finding>();
        try (var files = Files.walk(root)) {
            for (var file : files.filter(path -> path.toString().endsWith(".class") && path.toString().contains("/org/hutong/" + room)
                    && !path.toString().contains("/org/hutong/jooq/")).toList()) {
                examine(ClassFile.of().parse(file), findings);
            }
        }
        return findings;
    }

    private static void examine(ClassModel type, List<Finding> findings) {
        var name = type.thisClass().asInternalName();
        for (var method : type.methods()) {
            var code = method.code().orElse(null);
            if (code != null) {
                examine(name, method.methodName().stringValue(), code, findings);
            }
        }
    }

    private static void examine(String type, String method, CodeModel code, List<Finding> findings) {
        var before = new ArrayList<Instruction>();
        var line = 0;
        for (CodeElement element : code) {
            if (element instanceof LineNumber number) {
                line = number.line();
            }
            if (!(element instanceof Instruction instruction)) {
                continue;
            }
            var where = type + "." + method + ":" + line;
            if (instruction instanceof InvokeInstruction call) {
                var target = call.owner().asInternalName() + "." + call.name().stringValue();
                var descriptor = call.type().stringValue();
                if (STATEMENTS.contains(target) && descriptor.startsWith("(Ljava/lang/String;")) {
                    var argument = descriptor.startsWith("(Ljava/lang/String;)") && !before.isEmpty() ? before.getLast() : firstText(before);
                    if (!(argument instanceof ConstantInstruction)) {
                        findings.add(new Finding(where, "builds the statement it runs"));
                    }
                }
                if (call.name().equalsString("now") && (call.owner().asInternalName().startsWith("java/time/")) || target.equals("java/time/Clock.systemUTC") || target.equals("java/time/Clock.systemDefaultZone")) {
                    if (!type.startsWith("org/hutong/kernel/")) {
                        findings.add(new Finding(where, "asks the machine's clock"));
                    }
                }
                if (target.equals("org/apache/poi/openxml4j/util/ZipSecureFile.setMinInflateRatio") || target.equals("java/lang/Runtime.exec")) {
                    findings.add(new Finding(where, "calls " + target));
                }
                if (target.equals("java/lang/Math.random") || target.equals("java/util/concurrent/ThreadLocalRandom.current")) {
                    findings.add(new Finding(where, "uses a guessable random number"));
                }
            }
            if (instruction instanceof NewObjectInstruction made && made.className().asInternalName().equals("java/util/Random")) {
                findings.add(new Finding(where, "uses a guessable random number"));
            }
            before.add(instruction);
        }
    }

    /// For calls with more arguments than the statement: the nearest constant that reads like a statement, or what built one.
    private static Instruction firstText(List<Instruction> before) {
        for (var i = before.size() - 1; i >= 0; i--) {
            var instruction = before.get(i);
            if (instruction instanceof InvokeDynamicInstruction dynamic && dynamic.name().equalsString("makeConcatWithConstants")) {
                return instruction;
            }
            if (instruction instanceof ConstantInstruction constant && constant.constantValue() instanceof String text && STATEMENT.matcher(text).lookingAt()) {
                var next = before.get(Math.min(i + 1, before.size() - 1));
                return next instanceof InvokeInstruction call && call.name().equalsString("append") ? next : instruction;
            }
        }
        return before.getFirst();
    }

    private static Path classes(Class<?> of) throws Exception {
        return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    @Test
    void noStatementIsBuiltFromPartsAndNobodyButTheKernelAsksTheTimeOrRollsDice() throws Exception {
        var reviewed = java.nio.file.Files.readAllLines(Path.of(SourceRulesTests.class.getResource("/statements-built-from-constants.txt").toURI())).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#")).map(line -> line.split("\\s+")[0]).toList();
        var found = findings(classes(org.hutong.Hutong.class), "");
        assertThat(found.stream().filter(finding -> !(finding.what().equals("builds the statement it runs") && reviewed.contains(finding.where().replaceAll(":\\d+$", ""))))).isEmpty();
        assertThat(reviewed).as("a line of the reviewed list that nothing matches any more")
                .allMatch(line -> found.stream().anyMatch(finding -> finding.where().startsWith(line + ":")));
    }

    @Test
    void theRulesFindWhatBreaksThem() throws Exception {
        assertThat(findings(classes(SourceRulesTests.class), "security/SourceRulesTests$Canary")).extracting(Finding::what)
                .containsExactlyInAnyOrder("builds the statement it runs", "builds the statement it runs", "builds the statement it runs", "asks the machine's clock",
                        "uses a guessable random number");
    }

    /// Never run.
    static final class Canary {

        Object build(JdbcClient jdbc, String column) {
            return jdbc.sql("select " + column + " from region.region");
        }

        Object format(JdbcClient jdbc, String column) {
            return jdbc.sql("select %s from region.region".formatted(column));
        }

        Object prepare(Connection connection, String column) throws Exception {
            return connection.prepareStatement("select " + column, 1);
        }

        Object fine(JdbcClient jdbc) {
            return jdbc.sql("select 1");
        }

        LocalDate today() {
            return LocalDate.now();
        }

        int dice() {
            return new Random().nextInt() + new SecureRandom().nextInt();
        }
    }
}
