package org.hutong;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.hutong.access.Acting;
import org.hutong.access.Accounts;
import org.hutong.access.Actor;
import org.hutong.access.Grant;
import org.hutong.access.Role;
import org.hutong.access.ServiceAccounts;
import org.hutong.files.MayRead;
import org.hutong.region.Offices;
import org.hutong.region.Posts;
import org.hutong.region.RegionLoader;
import org.hutong.region.Regions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// The whole server once a JVM: an embedded PostgreSQL in a temporary data folder, a random port, and a small tree of regions:
///
/// ```
/// 120000 天津市                          210000 辽宁省
///   120101 和平区                          210200 大连市
///     120101001 柳荫街道   …001 …002          210202 中山区
///     120101002 文昌街道   …001                 210202001 望海街道  …001 …002
///   120116 滨海新区
///     120116001 临河街道   …001 …002
///     120116002 石桥镇     …201 石桥村 …202 重阳村 …203 双槐村
///     120116003 北堤工业园区 (pseudo)        210202002 听涛街道  …001
/// ```
///
/// Data of one test stay for the next: make what you need, and look only at that.
@SpringBootTest(classes = Hutong.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"hutong.demo=true", "hutong.today=2026-11-23", "springdoc.api-docs.enabled=true", "hutong.discovery.at-once=false"})
@Import(ServerTests.OpenDrawer.class)
public abstract class ServerTests {

    /// An owner of attachments of kind `test`: whoever knows the id of a drawer that was opened may read it.
    public static final class OpenDrawer implements MayRead {

        public static final Set<UUID> OPEN = ConcurrentHashMap.newKeySet();

        @Override
        public String ownerKind() {
            return "test";
        }

        @Override
        public boolean mayRead(UUID ownerId) {
            return OPEN.contains(ownerId);
        }
    }

    /// The day the tests live on.
    public static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    /// Everyone's password here.
    public static final String PASSWORD = "test-Only-9-lives";

    private static final Map<String, UUID> ACCOUNTS = new ConcurrentHashMap<>();
    private static final Map<String, Browser> BROWSERS = new ConcurrentHashMap<>();
    private static boolean prepared;

    static {
        try {
            var folder = Files.createTempDirectory("hutong-test");
            System.setProperty("hutong.data", folder.toString());
            // these tests make their own small world: the demo city counts as loaded
            Files.createFile(folder.resolve("demo.loaded"));
            Hutong.openDatabase();
        } catch (Exception e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @LocalServerPort
    protected int port;
    @Autowired
    protected Accounts accounts;
    @Autowired
    protected Regions regions;
    @Autowired
    protected Offices offices;
    @Autowired
    protected Posts posts;
    @Autowired
    protected RegionLoader regionLoader;
    @Autowired
    protected ServiceAccounts serviceAccounts;
    @Autowired
    protected TransactionTemplate inTransaction;

    @BeforeEach
    void prepareOnce() {
        synchronized (ServerTests.class) {
            if (!prepared) {
                Acting.run(ServiceAccounts.setup(), () -> regionLoader.load(regionFiles(), Set.of()));
                prepared = true;
            }
        }
    }

    static Path regionFiles() {
        try {
            return Path.of(ServerTests.class.getResource("/regions/provinces.csv").toURI()).getParent();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// The id of the place with that code (12 digits or the beginning).
    protected int region(String code) {
        return Acting.as(ServiceAccounts.setup(), () -> regions.byCode(code, TODAY).orElseThrow().id());
    }

    /// An account holding the role at the place (made at first, the same one ever after), with its post where the role is one of the roster.
    protected UUID account(Role role, @Nullable String regionCode) {
        return ACCOUNTS.computeIfAbsent(login(role, regionCode), login -> Acting.as(ServiceAccounts.setup(), () -> apart().execute(status -> {
            var place = regionCode == null ? null : region(regionCode);
            var office = place == null ? null : offices.find(place, null).stream().findFirst().map(found -> found.id())
                    .orElseGet(() -> offices.open(place, officeKind(place), regions.byId(place).orElseThrow().name() + "办公室", null));
            var id = accounts.open(login, "测试" + role.title(), office, List.of(new Grant(role, place)));
            accounts.givePassword(id, PASSWORD);
            if (place != null && (role == Role.CHILD_DIRECTOR || role == Role.CHILD_SUPERVISOR)) {
                posts.hold(office, place, role.name(), "测试" + role.title(), id, LocalDate.of(2020, 1, 1));
            }
            return id;
        })));
    }

    /// A transaction of its own, whoever acts in the one that may be running.
    private TransactionTemplate apart() {
        var apart = new TransactionTemplate(inTransaction.getTransactionManager());
        apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        return apart;
    }

    private String officeKind(int place) {
        return switch (regions.place(place).level()) {
            case "village" -> "village";
            case "town" -> "town";
            default -> "civil_affairs";
        };
    }

    protected static String login(Role role, @Nullable String regionCode) {
        return role.name().toLowerCase().replace('_', '-') + (regionCode == null ? "" : "-" + regionCode);
    }

    /// Somebody with the role at the place, signed in over HTTP.
    protected Browser signedIn(Role role, @Nullable String regionCode) {
        account(role, regionCode);
        var login = login(role, regionCode);
        // a class with settings of its own has a server of its own
        return BROWSERS.computeIfAbsent(port + " " + login, here -> {
            var browser = new Browser(port);
            assertThat(browser.signIn(login, PASSWORD).status()).isEqualTo(200);
            return browser;
        });
    }

    protected Browser anonymous() {
        return new Browser(port);
    }

    protected Actor actor(Role role, @Nullable String regionCode) {
        var id = account(role, regionCode);
        return Acting.as(ServiceAccounts.setup(), () -> accounts.actor(id));
    }

    /// The database as its administrator sees it: past row security, past every trigger that can be switched off.
    public static DataSource databaseAdministrator() {
        return Hutong.embedded().admin();
    }

    /// The role that owns every table and runs migrations.
    public static DataSource databaseOwner() {
        return Hutong.embedded().owner();
    }

    /// The application role's own login, without anyone having said who asks.
    public static DataSource applicationRole() {
        return Hutong.embedded().app();
    }

    /// Runs the work in one transaction as somebody with the role at the place.
    protected <T> T as(Role role, @Nullable String regionCode, Callable<T> work) {
        return as(actor(role, regionCode), work);
    }

    /// Runs the work in one transaction as the actor.
    protected <T> T as(Actor actor, Callable<T> work) {
        return Acting.as(actor, () -> inTransaction.execute(status -> {
            try {
                return work.call();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }));
    }
}
