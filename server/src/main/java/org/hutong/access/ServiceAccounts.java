package org.hutong.access;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hutong.region.Regions;
import org.springframework.stereotype.Service;

/// The program's own actors. They are no accounts: nobody signs in as one.
@Service
public class ServiceAccounts {

    private static final UUID SIGN_IN = UUID.fromString("00000000-0000-7000-8000-000000000001");
    private static final UUID NIGHTLY = UUID.fromString("00000000-0000-7000-8000-000000000002");
    private static final UUID SEALER = UUID.fromString("00000000-0000-7000-8000-000000000003");
    private static final UUID SETUP = UUID.fromString("00000000-0000-7000-8000-000000000004");

    private final Regions regions;

    ServiceAccounts(Regions regions) {
        this.regions = regions;
    }

    /// Reads accounts and counts failures before anyone is signed in; covers no place.
    static Actor signIn() {
        return new Actor(SIGN_IN, "登录", null, Set.of(Role.SERVICE), List.of());
    }

    static Actor sealer() {
        return new Actor(SEALER, "日志封存", null, Set.of(Role.SERVICE), List.of());
    }

    /// Loads regions, offices and first accounts; covers no place until the tree is there.
    public static Actor setup() {
        return new Actor(SETUP, "初始化", null, Set.of(Role.SERVICE), List.of());
    }

    /// Runs the day's jobs with the city's scope.
    public Actor nightly() {
        var city = Acting.as(setup(), regions::cityRoot);
        return new Actor(NIGHTLY, "夜间任务", null, Set.of(Role.SERVICE), List.of(city));
    }

    /// Runs a job somebody asked for with that person's places.
    public Actor nightly(List<Integer> scope) {
        return new Actor(NIGHTLY, "夜间任务", null, Set.of(Role.SERVICE), List.copyOf(scope));
    }
}
