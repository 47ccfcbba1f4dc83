package org.hutong.access;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Page;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.region.Offices;
import org.hutong.region.Regions;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Accounts, their roles at places, and their passwords. Every change raises the account's epoch, which ends its sessions at their next request.
@Service
@Transactional
public class Accounts {

    private static final Set<Role> ADMINISTRATORS = EnumSet.of(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN);

    /// What a session is checked against at each request.
    record SignedIn(Actor actor, int epoch, boolean mustChange) {}

    private final JdbcClient jdbc;
    private final Today today;
    private final Regions regions;
    private final Offices offices;
    private final Passwords passwords;
    private final LookLog looks;

    Accounts(JdbcClient jdbc, Today today, Regions regions, Offices offices, Passwords passwords, LookLog looks) {
        this.jdbc = jdbc;
        this.today = today;
        this.regions = regions;
        this.offices = offices;
        this.passwords = passwords;
        this.looks = looks;
    }

    /// A new account. Without a password of its own nobody can sign in with it until [#resetPassword] gives one.
    ///
    /// @throws Refusal `ACC-030` login taken, `ACC-031` roles that do not go together
    public UUID open(String login, String name, @Nullable Integer officeId, List<Grant> grants) {
        requireTogether(grants);
        if (jdbc.sql("select exists (select 1 from access.account where login = :login)").param("login", login).query(Boolean.class).single()) {
            throw new Refusal(Refusal.Kind.CONFLICT, "ACC-030", "账号 " + login + " 已有人使用", "没有新建账号", "请换一个账号名");
        }
        var id = Ids.next();
        jdbc.sql("insert into access.account (id, login, display_name, office_id, created_at) values (:id, :login, :name, :office, :now)")
                .param("id", id).param("login", login).param("name", name).param("office", officeId).param("now", now()).update();
        insert(id, grants);
        looks.record(LookLog.Action.ADMINISTER, "account", id, null, null, LookLog.OK, "新建账号，岗位 " + codes(grants));
        return id;
    }

    /// @param officeId the office it sits in
    public record NewAccount(String login, String name, int officeId, List<Grant> grants) {}

    /// @param password good for one sign-in
    public record Opened(UUID id, String login, String password) {}

    /// Many accounts at once, each with a password good for one sign-in; the passwords are hashed on all cores.
    ///
    /// @throws Refusal `ACC-030` a login is taken, `ACC-031` roles that do not go together; then none is opened
    public List<Opened> openAll(List<NewAccount> wanted) {
        record Sealed(NewAccount account, String password, String hash) {}
        var sealed = wanted.parallelStream().map(account -> {
            var password = Passwords.oneTime();
            return new Sealed(account, password, passwords.hash(password));
        }).toList();
        return sealed.stream().map(one -> {
            var id = open(one.account().login(), one.account().name(), one.account().officeId(), one.account().grants());
            storeHash(id, one.hash(), true);
            return new Opened(id, one.account().login(), one.password());
        }).toList();
    }

    /// Of these logins the ones somebody has already.
    public Set<String> taken(Collection<String> logins) {
        return logins.isEmpty() ? Set.of() : Set.copyOf(jdbc.sql("select login from access.account where login in (:logins)").param("logins", List.copyOf(logins))
                .query(String.class).list());
    }

    /// Puts these grants in the place of all the account has.
    ///
    /// @throws Refusal `ACC-032` when it is one's own account
    public void setRoles(UUID id, List<Grant> grants) {
        requireOther(id);
        requireTogether(grants);
        jdbc.sql("update access.grant_of_role set revoked_at = :now where account_id = :id and revoked_at is null").param("now", now()).param("id", id).update();
        insert(id, grants);
        raiseEpoch(id);
        looks.record(LookLog.Action.ADMINISTER, "account", id, null, null, LookLog.OK, "岗位改为 " + codes(grants));
    }

    public void disable(UUID id, String reason) {
        requireOther(id);
        jdbc.sql("update access.account set disabled_at = :now, disabled_reason = :reason where id = :id").param("now", now()).param("reason", reason).param("id", id).update();
        raiseEpoch(id);
        looks.record(LookLog.Action.ADMINISTER, "account", id, null, null, LookLog.OK, "停用账号");
    }

    public void enable(UUID id) {
        requireOther(id);
        jdbc.sql("update access.account set disabled_at = null, disabled_reason = null where id = :id").param("id", id).update();
        raiseEpoch(id);
        looks.record(LookLog.Action.ADMINISTER, "account", id, null, null, LookLog.OK, "启用账号");
    }

    /// @return a password good for one sign-in, after which it must be changed
    public String resetPassword(UUID id) {
        requireOther(id);
        var password = Passwords.oneTime();
        store(id, password, true);
        raiseEpoch(id);
        looks.record(LookLog.Action.ADMINISTER, "account", id, null, null, LookLog.OK, "重置密码");
        return password;
    }

    /// Sets a lasting password without asking for the old one: for demo accounts and first administrators.
    public void givePassword(UUID id, String password) {
        store(id, password, false);
    }

    /// @throws Refusal `ACC-012` new one too weak, `ACC-013` old one wrong
    public void changeOwnPassword(String old, String fresh) {
        var me = Acting.current().accountId();
        var mine = jdbc.sql("select a.login, c.password_hash from access.account a join access.credential c on c.account_id = a.id where a.id = :id")
                .param("id", me).query((row, n) -> new String[] {row.getString(1), row.getString(2)}).single();
        if (!passwords.matches(old, mine[1])) {
            throw new Refusal(Refusal.Kind.INVALID, "ACC-013", "原密码不对", "密码没有改动", "请重新输入原密码");
        }
        if (old.equals(fresh)) {
            throw new Refusal(Refusal.Kind.INVALID, "ACC-012", "新密码和原密码相同", "密码没有改动", "请换一个密码");
        }
        passwords.requireGood(fresh, mine[0]);
        store(me, fresh, false);
        looks.record(LookLog.Action.CHANGE, "account", me, null, null, LookLog.OK, "修改本人密码");
    }

    @Transactional(readOnly = true)
    public Page<Account> find(@Nullable String query, @Nullable String after, int limit) {
        var rows = jdbc.sql("""
                select a.id, a.login, a.display_name, a.office_id, a.disabled_at, a.created_at, coalesce(c.locked_until > :now, false) locked
                from access.account a left join access.credential c on c.account_id = a.id
                where (:query::text is null or a.login ^@ :query or a.display_name ^@ :query) and (:after::text is null or a.login > :after)
                order by a.login limit :limit""")
                .param("now", now()).param("query", query == null || query.isBlank() ? null : query.strip()).param("after", Page.key(after)).param("limit", limit + 1)
                .query((row, n) -> new Account(row.getObject("id", UUID.class), row.getString("login"), row.getString("display_name"),
                        (Integer) row.getObject("office_id"), null, List.of(), row.getObject("disabled_at") != null,
                        LookLog.instant(row, "created_at"), row.getBoolean("locked"))).list();
        return Page.cut(complete(rows), limit, Account::login);
    }

    @Transactional(readOnly = true)
    public Optional<Account> byId(UUID id) {
        var rows = jdbc.sql("""
                select a.id, a.login, a.display_name, a.office_id, a.disabled_at, a.created_at, coalesce(c.locked_until > :now, false) locked
                from access.account a left join access.credential c on c.account_id = a.id where a.id = :id""")
                .param("now", now()).param("id", id)
                .query((row, n) -> new Account(row.getObject("id", UUID.class), row.getString("login"), row.getString("display_name"),
                        (Integer) row.getObject("office_id"), null, List.of(), row.getObject("disabled_at") != null,
                        LookLog.instant(row, "created_at"), row.getBoolean("locked"))).list();
        return complete(rows).stream().findFirst();
    }

    /// Accounts that may sign in and hold a role anywhere.
    @Transactional(readOnly = true)
    public List<UUID> withRole(Role role) {
        return jdbc.sql("select distinct g.account_id from access.grant_of_role g join access.account a on a.id = g.account_id where g.role = :role and g.revoked_at is null and a.disabled_at is null")
                .param("role", role.name()).query(UUID.class).list();
    }

    /// Names for many ids with one query; ids nobody has are left out.
    @Transactional(readOnly = true)
    public Map<UUID, String> names(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return jdbc.sql("select id, display_name from access.account where id in (:ids)").param("ids", Set.copyOf(ids))
                .query((row, n) -> Map.entry(row.getObject(1, UUID.class), row.getString(2))).list().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// The account as an actor with its present scope; empty when it is disabled or gone.
    @Transactional(readOnly = true)
    Optional<SignedIn> signedIn(UUID id) {
        return jdbc.sql("""
                select a.display_name, a.office_id, a.epoch, coalesce(c.must_change, false) must_change from access.account a
                left join access.credential c on c.account_id = a.id where a.id = :id and a.disabled_at is null""").param("id", id)
                .query((row, n) -> {
                    var grants = grants(List.of(id)).getOrDefault(id, List.of());
                    var roles = grants.stream().map(Grant::role).collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class)));
                    var scope = regions.covered(grants.stream().map(Grant::regionId).filter(Objects::nonNull).toList());
                    return new SignedIn(new Actor(id, row.getString(1), (Integer) row.getObject(2), roles, scope), row.getInt(3), row.getBoolean(4));
                }).optional();
    }

    /// The actor of an account, for jobs and tests that act as it.
    @Transactional(readOnly = true)
    public Actor actor(UUID id) {
        return signedIn(id).orElseThrow(() -> new Refusal(Refusal.Kind.NOT_FOUND, "ACC-033", "没有这个账号，或账号已停用", "没有改动", "请刷新账号列表")).actor();
    }

    private Map<UUID, List<Grant>> grants(Collection<UUID> ids) {
        var grants = new HashMap<UUID, List<Grant>>();
        if (!ids.isEmpty()) {
            jdbc.sql("select account_id, role, region_id from access.grant_of_role where account_id in (:ids) and revoked_at is null order by id").param("ids", Set.copyOf(ids))
                    .query(row -> {
                        grants.computeIfAbsent(row.getObject(1, UUID.class), key -> new ArrayList<>())
                                .add(new Grant(Role.valueOf(row.getString(2)), (Integer) row.getObject(3)));
                    });
        }
        return grants;
    }

    private List<Account> complete(List<Account> rows) {
        var grants = grants(rows.stream().map(Account::id).toList());
        var homes = offices.byIds(rows.stream().map(Account::officeId).filter(Objects::nonNull).toList());
        var places = regions.places(grants.values().stream().flatMap(List::stream).map(Grant::regionId).filter(Objects::nonNull).toList());
        return rows.stream().map(row -> new Account(row.id(), row.login(), row.name(), row.officeId(),
                row.officeId() == null || !homes.containsKey(row.officeId()) ? null : homes.get(row.officeId()).name(),
                grants.getOrDefault(row.id(), List.of()).stream().map(grant -> new Account.RoleAt(grant.role().name(), grant.role().title(), grant.regionId(),
                        grant.regionId() == null ? null : places.get(grant.regionId()).name())).toList(),
                row.disabled(), row.createdAt(), row.locked())).toList();
    }

    private void insert(UUID id, List<Grant> grants) {
        var by = Acting.current();
        for (var grant : grants) {
            jdbc.sql("insert into access.grant_of_role (id, account_id, role, region_id, granted_by, granted_at) values (:id, :account, :role, :region, :by, :now)")
                    .param("id", Ids.next()).param("account", id).param("role", grant.role().name()).param("region", grant.regionId())
                    .param("by", by.has(Role.SERVICE) ? null : by.accountId()).param("now", now()).update();
        }
    }

    private void store(UUID id, String password, boolean mustChange) {
        storeHash(id, passwords.hash(password), mustChange);
    }

    private void storeHash(UUID id, String hash, boolean mustChange) {
        jdbc.sql("""
                insert into access.credential (account_id, password_hash, must_change, changed_at) values (:id, :hash, :mustChange, :now)
                on conflict (account_id) do update set password_hash = excluded.password_hash, must_change = excluded.must_change,
                  failed_count = 0, locked_until = null, changed_at = excluded.changed_at""")
                .param("id", id).param("hash", hash).param("mustChange", mustChange).param("now", now()).update();
    }

    private void raiseEpoch(UUID id) {
        if (jdbc.sql("update access.account set epoch = epoch + 1 where id = :id").param("id", id).update() == 0) {
            throw new Refusal(Refusal.Kind.NOT_FOUND, "ACC-033", "没有这个账号", "没有改动", "请刷新账号列表");
        }
    }

    private void requireOther(UUID id) {
        if (Acting.current().accountId().equals(id)) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "ACC-032", "不能改自己账号的权限或状态", "没有改动", "请由另一位安全管理员办理");
        }
    }

    /// Two administrators' roles never meet in one account, nor an administrator's with a case worker's.
    static void requireTogether(List<Grant> grants) {
        var roles = grants.stream().map(Grant::role).collect(Collectors.toSet());
        var administrators = roles.stream().filter(ADMINISTRATORS::contains).count();
        if (administrators > 1 || administrators == 1 && roles.size() > 1 || roles.contains(Role.SERVICE)) {
            throw new Refusal(Refusal.Kind.INVALID, "ACC-031", "系统、安全、审计三类管理员互斥，也不兼业务岗位", "没有改动岗位", "请分别使用不同的账号");
        }
        // A department works on what its own office delivered; a place would open case rows to it.
        if (grants.stream().anyMatch(grant -> grant.regionId() == null && !ADMINISTRATORS.contains(grant.role()) && grant.role() != Role.DEPARTMENT)) {
            throw new Refusal(Refusal.Kind.INVALID, "ACC-034", "业务岗位要指定管辖区划", "没有改动岗位", "请选择区划后重新提交");
        }
    }

    private static String codes(List<Grant> grants) {
        return grants.stream().map(grant -> grant.regionId() == null ? grant.role().name() : grant.role().name() + "@" + grant.regionId()).collect(Collectors.joining(" "));
    }

    private java.time.OffsetDateTime now() {
        return today.now().atOffset(ZoneOffset.UTC);
    }
}
