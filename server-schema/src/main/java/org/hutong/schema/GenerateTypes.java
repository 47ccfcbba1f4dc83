package org.hutong.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.SchemaMappingType;
import org.jooq.meta.jaxb.Strategy;
import org.jooq.meta.jaxb.Target;

/// Build step: migrates a throw-away PostgreSQL in the rooms' order and writes jOOQ's types for it.
///
/// Arguments: output folder, scratch folder. Nothing is done while the migrations' hash is the one written beside the output.
public final class GenerateTypes {

    private GenerateTypes() {}

    public static void main(String[] args) throws Exception {
        var out = Path.of(args[0]);
        var scratch = Path.of(args[1]);
        var stamp = out.resolve("migrations.sha256");
        var hash = MigrationFiles.hash();
        if (Files.exists(stamp) && Files.readString(stamp).equals(hash)) {
            return;
        }
        delete(scratch);
        delete(out);
        Files.createDirectories(out);
        try (var postgres = LocalPostgres.start(scratch)) {
            Migrations.ensureRoles(postgres.admin(), postgres.ownerPassword(), postgres.appPassword());
            Migrations.run(postgres.owner());
            GenerationTool.generate(configuration(postgres, out));
        }
        delete(scratch);
        Files.writeString(stamp, hash);
        System.exit(0);
    }

    private static Configuration configuration(LocalPostgres postgres, Path out) {
        List<SchemaMappingType> schemata = Rooms.inOrder().stream()
                .filter(room -> !room.equals("engine"))
                .map(room -> new SchemaMappingType().withInputSchema(room))
                .toList();
        return new Configuration()
                .withLogging(Logging.WARN)
                .withJdbc(new Jdbc()
                        .withUrl(postgres.url())
                        .withUser(Migrations.OWNER)
                        .withPassword(postgres.ownerPassword()))
                .withGenerator(new Generator()
                        .withStrategy(new Strategy().withName("org.jooq.codegen.DefaultGeneratorStrategy"))
                        .withDatabase(new Database()
                                .withName("org.jooq.meta.postgres.PostgresDatabase")
                                .withIncludes(".*")
                                .withExcludes("flyway_history")
                                .withIncludeRoutines(false)
                                .withSchemata(schemata))
                        .withGenerate(new Generate().withDeprecated(false).withRecords(true).withComments(false).withGlobalObjectReferences(false))
                        .withTarget(new Target().withPackageName("org.hutong.jooq").withDirectory(out.toString())));
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (var files = Files.walk(tree)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
