package org.hutong.city;

import java.time.LocalDate;

/// What city to make. The same plan on the same tree gives the same bytes.
///
/// @param seed     seed of every random number
/// @param children children on the existing roster, exactly
/// @param people   persons in all, registry and other residents together; what is left after the registry's households become residents
/// @param region   code of the place, 2 to 12 digits
/// @param today    the fixed day the city lives on
public record CityPlan(long seed, int children, long people, String region, LocalDate today) {

    /// The day the demo city lives on.
    public static final LocalDate DEMO_DAY = LocalDate.of(2026, 11, 23);

    public CityPlan {
        if (children < 0 || people < 0) {
            throw new IllegalArgumentException("人数不能为负");
        }
    }

    /// Tianjin: 24,000 supported children, about 120,000 persons in the registry, about 480,000 in all.
    public static CityPlan demo() {
        return new CityPlan(20261123L, 24_000, 480_000, "12", DEMO_DAY);
    }

    public CityPlan withSeed(long s) {
        return new CityPlan(s, children, people, region, today);
    }

    /// With so many supported children and people in proportion to the demo city.
    public CityPlan withChildren(int n) {
        return new CityPlan(seed, n, Math.round(n * 20.0), region, today);
    }

    public CityPlan withPeople(long n) {
        return new CityPlan(seed, children, n, region, today);
    }

    public CityPlan withRegion(String code) {
        return new CityPlan(seed, children, people, code, today);
    }

    public CityPlan withToday(LocalDate day) {
        return new CityPlan(seed, children, people, region, day);
    }
}
