package org.hutong.city;

import org.hutong.city.make.Builder;
import java.time.LocalDate;
import java.util.stream.Stream;

/// The city itself: streams that can be asked for again and again, with the same result.
public final class City {

    private final CityPlan plan;
    private final RegionTree tree;
    private final Builder builder;

    private City(CityPlan plan, RegionTree tree) {
        this.plan = plan;
        this.tree = tree;
        this.builder = new Builder(plan, tree);
    }

    /// @throws IllegalArgumentException (Chinese) if the plan's region is not in the tree
    public static City make(CityPlan plan, RegionTree tree) {
        return new City(plan, tree);
    }

    public CityPlan plan() {
        return plan;
    }

    public RegionTree tree() {
        return tree;
    }

    public LocalDate today() {
        return plan.today();
    }

    /// The registry's households, with what the registry knows on the city's day: supported children and other known children, their relatives and the existing roster.
    public Stream<Household> registry() {
        return builder.stream(false).map(Truth::household);
    }

    /// One staff member for each post, places in the order of their codes.
    public Stream<Staff> staff() {
        return builder.staff();
    }

    /// Everybody with everything that is so, registry first and then the other residents, district by district. For tests and benches, and for the lists.
    public Stream<Truth> truth() {
        return builder.stream(true);
    }
}
