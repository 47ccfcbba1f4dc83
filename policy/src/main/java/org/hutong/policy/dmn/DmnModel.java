package org.hutong.policy.dmn;

import java.util.List;
import java.util.Map;

/// A DMN file as read: names, types and texts, nothing interpreted.
///
/// @param items item definitions by name
public record DmnModel(String file, String name, String namespace, Map<String, Item> items, List<Input> inputs, List<Decision> decisions, List<Function> functions) {

    /// @param values allowed values as FEEL text, or null; @param components nested items by name
    public record Item(String name, String base, boolean collection, String values, List<Item> components) {}

    public record Input(String id, String name, String type) {}

    /// @param note the `<description>`: citation, dates, reason for FIRST
    public record Decision(String id, String name, String type, String note, Logic logic) {}

    public record Function(String id, String name, String type, String note, List<Parameter> parameters, Logic logic) {}

    public record Parameter(String name, String type) {}

    public sealed interface Logic {
        record Literal(String text) implements Logic {}
        record Table(String hit, String aggregation, List<Column> inputs, List<Column> outputs, List<Rule> rules) implements Logic {}
        record Invocation(String function, List<Binding> bindings) implements Logic {}
        record Conditional(Logic test, Logic then, Logic otherwise) implements Logic {}
        record Context(List<Entry> entries) implements Logic {}
        /// A boxed form outside the subset, kept by its name to be refused where it stands.
        record Outside(String construct) implements Logic {}
    }

    /// @param expression input expression, or the output's name
    /// @param values allowed values as FEEL text, or null
    public record Column(String expression, String label, String type, String values, String otherwise) {}

    public record Rule(String id, String note, List<String> inputs, List<String> outputs) {}

    public record Binding(String parameter, Logic logic) {}

    /// @param name null for the result entry
    public record Entry(String name, Logic logic) {}
}
