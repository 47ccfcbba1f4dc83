package org.hutong.city.make;

import org.hutong.city.CaseKind;
import org.hutong.city.CityPlan;
import org.hutong.city.Kinship;
import org.hutong.city.Region;
import org.hutong.city.RegionTree;
import org.hutong.city.Relation;
import org.hutong.city.Staff;
import org.hutong.city.Truth;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Decides how many people live where and makes their households one by one.
public final class Builder {

    /// Persons a registry household brings along on average for each child in it, measured on the demo city; only used to see how many residents are left.
    private static final double PERSONS_PER_CHILD = 4.0;

    private final CityPlan plan;
    private final RegionTree tree;
    private final List<Region> districts;
    private final List<List<Region>> villages = new ArrayList<>();
    private final double total;
    private final Spread roster;
    private final Spread unpaid;
    private final int others;
    private final long residents;
    private final Map<CaseKind, Integer> planted;

    public Builder(CityPlan plan, RegionTree tree) {
        this.plan = plan;
        this.tree = tree;
        var root = tree.byCode(plan.region()).orElseThrow(() -> new IllegalArgumentException("区划树中没有代码 " + plan.region()));
        districts = root.level().compareTo(Region.Level.DISTRICT) > 0 ? List.of(tree.above(root, Region.Level.DISTRICT)) : tree.below(root, Region.Level.DISTRICT);
        var below = tree.below(root, Region.Level.VILLAGE);
        if (below.isEmpty()) {
            throw new IllegalArgumentException("代码 " + plan.region() + " 之下没有村居");
        }
        var livable = below.stream().filter(tree::livable).toList();
        var used = livable.isEmpty() ? below : livable;
        var sum = 0.0;
        for (var d : districts) {
            var code = d.code().substring(0, 6);
            var in = new ArrayList<Region>();
            for (var v : used) {
                if (v.code().startsWith(code)) {
                    in.add(v);
                    sum += weight(v);
                }
            }
            villages.add(in);
        }
        total = sum;
        var mix = Mix.read();
        others = mix.others(plan.children());
        var onRoster = mix.counts(plan.children(), true);
        var notPaid = mix.counts(plan.children(), false);
        roster = new Spread(onRoster, plan.children(), plan.seed());
        unpaid = new Spread(notPaid, others, plan.seed() + 1);
        planted = new LinkedHashMap<>(notPaid);
        planted.putAll(onRoster);
        residents = Math.max(0, plan.people() - Math.round((plan.children() + others) * PERSONS_PER_CHILD));
    }

    /// Exact counts of the planted cases.
    public Map<CaseKind, Integer> planted() {
        return planted;
    }

    public List<Region> districts() {
        return districts;
    }

    /// Bigger in towns, and different from place to place; depends on the code alone.
    private static double weight(Region village) {
        var dice = Dice.of(4711, Long.parseLong(village.code()));
        return (village.urban() ? 2.2 : 1.0) * Math.exp(0.45 * dice.bell());
    }

    /// Sequential; the registry's households of a district come before its other residents.
    public Stream<Truth> stream(boolean withResidents) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(new Walk(withResidents), Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE), false);
    }

    public Stream<Staff> staff() {
        return Posts.of(plan, tree, districts, villages);
    }

    private static final int REGISTRY = 1;
    private static final int RESIDENTS = 2;

    private final class Walk implements Iterator<Truth> {
        private final boolean withResidents;
        private int district = -1;
        private Area area;
        private int phase = RESIDENTS;
        private int village;
        private Region place;
        private Dice dice;
        private double before;
        private double districtBefore;
        private int child;
        private int childEnd;
        private int other;
        private int otherEnd;
        private long residentDone;
        private long residentEnd;
        private Truth next;

        Walk(boolean withResidents) {
            this.withResidents = withResidents;
            village = -1;
        }

        @Override
        public boolean hasNext() {
            while (next == null) {
                if (child < childEnd) {
                    next = supported();
                } else if (other < otherEnd) {
                    next = otherHousehold();
                } else if (residentDone < residentEnd) {
                    next = Others.resident(area, dice, place);
                    residentDone += next.persons().size();
                } else if (!advance()) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public Truth next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            var t = next;
            next = null;
            return t;
        }

        /// To the next village, the next phase or the next district.
        private boolean advance() {
            if (area == null || village + 1 >= villages.get(district).size()) {
                if (area != null && phase == REGISTRY && withResidents && residents > 0) {
                    phase = RESIDENTS;
                    before = districtBefore;
                } else {
                    if (++district >= districts.size()) {
                        return false;
                    }
                    area = new Area(plan, tree, districts.get(district), district, districts, villages.get(district));
                    phase = REGISTRY;
                    districtBefore = before;
                }
                village = -1;
                if (villages.get(district).isEmpty()) {
                    return true;
                }
            }
            place = villages.get(district).get(++village);
            dice = Dice.of(plan.seed(), Long.parseLong(place.code()), phase);
            var after = before + weight(place);
            if (phase == REGISTRY) {
                child = (int) share(before, plan.children());
                childEnd = (int) share(after, plan.children());
                other = (int) share(before, others);
                otherEnd = (int) share(after, others);
            } else {
                // A household may overshoot its village's number; the next village makes up for it.
                residentDone = Math.max(residentDone, share(before, residents));
                residentEnd = share(after, residents);
            }
            before = after;
            return true;
        }

        private long share(double upTo, long of) {
            // The last village's sum may differ from the total in the last bits.
            return upTo >= total * (1 - 1e-12) ? of : (long) Math.floor(upTo / total * of);
        }

        private Truth supported() {
            var hit = roster.at(child);
            var room = 1;
            if (hit == null && dice.chance(0.24)) {
                while (room < (dice.chance(0.15) ? 3 : 2) && child + room < childEnd && roster.at(child + room) == null) {
                    room++;
                }
            }
            var t = Archetypes.supported(area, dice, place, room, hit == null ? null : hit.kind());
            child += hit == null ? t.household().supports().size() : 1;
            return t;
        }

        private Truth otherHousehold() {
            var hit = unpaid.at(other);
            if (hit != null) {
                other++;
                return Others.planted(area, dice, place, hit.kind(), hit.nth());
            }
            var room = dice.chance(0.25) && other + 1 < otherEnd && unpaid.at(other + 1) == null ? 2 : 1;
            var t = Others.known(area, dice, place, room);
            other += (int) t.kinships().stream().filter(k -> k.relation() == Relation.FATHER).map(Kinship::person).distinct().count();
            return t;
        }
    }
}
