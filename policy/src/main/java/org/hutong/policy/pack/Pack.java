package org.hutong.policy.pack;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hutong.policy.dmn.DmnModel;

/// One place's folder as read. Nothing is resolved against other packs yet.
///
/// @param code    six digits, the place
/// @param files   path inside the pack → canonical bytes, the ground of the receipt's SHA-256
/// @param rows    comparisons, cadences, handovers, processes: folder → rows
public record Pack(String code, String folder, String id, String title, String version, String parent, Map<String, String> regions, List<Category> categories, List<Override> overrides,
                   List<Prevails> prevails, List<Fact> facts, Map<String, List<Fact>> groups, List<Aggregate> aggregates, List<Stacking> stacking, List<Source> sources,
                   List<Parameter> parameters, List<DmnModel> decisions, List<Programme> programmes, Map<String, List<Row>> rows, List<TestCase> tests, TreeMap<String, byte[]> files) {

    /// The event of a start rule that is no fact: the day of confirmation.
    public static final String CONFIRMED = "确认日";

    /// The same pack with other decisions and parameters, for a draft or a trial.
    public Pack with(List<DmnModel> otherDecisions, List<Parameter> otherParameters) {
        return new Pack(code, folder, id, title, version, parent, regions, categories, overrides, prevails, facts, groups, aggregates, stacking, sources, otherParameters, otherDecisions, programmes, rows, tests, files);
    }

    /// The same pack with another programme in the place of one of its own.
    public Pack with(int at, Programme programme) {
        var others = new java.util.ArrayList<>(programmes);
        others.set(at, programme);
        return new Pack(code, folder, id, title, version, parent, regions, categories, overrides, prevails, facts, groups, aggregates, stacking, sources, parameters, decisions, others, rows, tests, files);
    }

    public record Category(String code, String name, String decision, String equals, String clause, String place) {}

    public record Override(String kind, String name, String because, String place) {}

    public record Prevails(String parameter, String region, String source, String over, String because, String place) {}

    /// @param harder `low`, `high` or null: the direction in which a family is worse off; for an enum the values run from lighter to harder
    public record Fact(String name, Type type, long low, long high, boolean nullable, String harder, String description, String source, String group, String place) {}

    /// @param where member fact → value it must have; may be empty
    public record Aggregate(String name, String group, String how, String value, Map<String, Object> where, long low, long high, String place) {}

    public record Stacking(String name, String rule, List<String> members, String top, List<String> counted, String cap, String clause, String place) {}

    public record Source(String id, String title, String number, String issuer, LocalDate issued, LocalDate effective, LocalDate repealed, List<String> prevailsOver,
                         String prevailsClause, List<Clause> clauses, String place) {}

    /// @param marked `人工` or `范围外`, or null when the clause must be cited somewhere
    public record Clause(String id, String title, String text, String marked, String reason) {}

    /// @param meta null when only a .csv is given: the description is inherited
    public record Parameter(String name, ParameterMeta meta, List<String> columns, List<Value> values, String place) {}

    public record ParameterMeta(String name, String description, Type type, String unit, List<String> keys, String local, boolean inherit, boolean payable, Growth growth) {}

    public record Growth(LocalDate from, int everyMonths, String rate, LocalDate until, long round, String clause) {}

    /// One dated row of a parameter.
    ///
    /// @param until  first day no longer in force, or null
    /// @param nature empty, 假设, 平均, 推算, 缺口:…
    public record Value(String region, List<String> keys, LocalDate from, LocalDate until, String text, String cite, LocalDate checked, String nature, String pack, String place) {
        public boolean on(LocalDate day) {
            return !day.isBefore(from) && (until == null || day.isBefore(until));
        }

        public boolean assumed() {
            return nature.startsWith("假设") || cite.startsWith("假设");
        }
    }

    public record Programme(String code, String name, String kind, String who, String amount, String period, List<String> clauses, Start start, List<Stop> stops, List<Paper> papers,
                            String pack, String place) {}

    /// @param event a date fact or 确认日; @param next true: the month after the event's, false: the same month
    /// @param years years added to the event (the end of minority)
    public record Start(String event, boolean next, String clause, int years) {
        public Start(String event, boolean next, String clause) {
            this(event, next, clause, 0);
        }
    }

    /// @param years years added to the event (a birthday); @param last months after the event's month that are still paid (-1, 0, 1, …)
    /// @param unless boolean decision or fact under which the event does not stop anything, or null
    public record Stop(String reason, String event, int years, int last, String clause, String unless) {
        public Stop(String reason, String event, int years, int last, String clause) {
            this(reason, event, years, last, clause, null);
        }
    }

    public record Paper(String name, String clause, String when) {}

    public record Row(String code, String name, String clause, Map<String, Object> data, String pack, String place) {}

    /// @param confirmed the day of confirmation, for the first month paid; or null
    public record TestCase(String name, String region, LocalDate on, LocalDate knownOn, Map<String, Object> facts, Map<String, Object> members, Map<String, Object> expect, String from, String place, LocalDate confirmed) {}
}
