package org.hutong;

import java.nio.file.Path;
import org.hutong.schema.LocalPostgres;
import org.hutong.schema.Migrations;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/// Starts the server: the database first (embedded, or an outside one by `hutong.database.url`), its migrations, then the rooms.
@SpringBootApplication
public class Hutong {

    public static void main(String[] args) throws Exception {
        openDatabase();
        SpringApplication.run(Hutong.class, args);
    }

    /// Makes the database ready and tells Spring how the application role reaches it.
    ///
    /// `hutong.data` is the data folder (default `.hutong/demo`); `hutong.database.url` is a JDBC URL with a login that may
    /// create roles, used for roles and migrations alone.
    static synchronized void openDatabase() throws Exception {
        if (System.getProperty("spring.datasource.url") != null) {
            return;
        }
        var folder = Path.of(System.getProperty("hutong.data", ".hutong/demo"));
        var outside = System.getProperty("hutong.database.url", System.getenv("HUTONG_DATABASE_URL"));
        String url;
        String appPassword;
        if (outside == null) {
            var postgres = LocalPostgres.start(folder.resolve("db"));
            // Spring's connections close first; its own shutdown handlers run after the context is closed.
            SpringApplication.getShutdownHandlers().add(postgres::close);
            Migrations.ensureRoles(postgres.admin(), postgres.ownerPassword(), postgres.appPassword());
            Migrations.run(postgres.owner());
            url = postgres.url();
            appPassword = postgres.appPassword();
        } else {
            var passwords = OutsideDatabase.passwords(folder);
            var admin = new PGSimpleDataSource();
            admin.setUrl(outside);
            Migrations.ensureRoles(admin, passwords.getProperty("owner"), passwords.getProperty("app"));
            var owner = new PGSimpleDataSource();
            owner.setUrl(outside);
            owner.setUser(Migrations.OWNER);
            owner.setPassword(passwords.getProperty("owner"));
            Migrations.run(owner);
            url = OutsideDatabase.withoutLogin(outside);
            appPassword = passwords.getProperty("app");
        }
        System.setProperty("spring.datasource.url", url);
        System.setProperty("spring.datasource.username", Migrations.APP);
        System.setProperty("spring.datasource.password", appPassword);
    }
}
