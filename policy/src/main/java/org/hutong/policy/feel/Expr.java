package org.hutong.policy.feel;

import java.math.BigDecimal;
import java.util.List;

/// One FEEL expression as read. Closed: what has no form here cannot be written in a rulebook.
public sealed interface Expr {
    record Num(BigDecimal value) implements Expr {}
    record Str(String value) implements Expr {}
    record Bool(boolean value) implements Expr {}
    record Null() implements Expr {}
    /// A fact, parameter, decision or function parameter; `?` is the value under test in a cell.
    record Name(String name) implements Expr {}
    /// `@"2026-01-01"`, `@"P6M"`.
    record At(String text) implements Expr {}
    record Neg(Expr of) implements Expr {}
    /// `+ - * / **`
    record Arith(String op, Expr left, Expr right) implements Expr {}
    /// `= != < <= > >=`
    record Compare(String op, Expr left, Expr right) implements Expr {}
    record And(Expr left, Expr right) implements Expr {}
    record Or(Expr left, Expr right) implements Expr {}
    record If(Expr test, Expr then, Expr otherwise) implements Expr {}
    record Between(Expr of, Expr low, Expr high) implements Expr {}
    record In(Expr of, List<Test> tests) implements Expr {}
    /// Arguments are positional unless `names` is non-empty (same length as `args`).
    record Call(String function, List<Expr> args, List<String> names) implements Expr {}
    record Property(Expr of, String name) implements Expr {}
    record ListOf(List<Expr> items) implements Expr {}
    record Index(Expr of, Expr at) implements Expr {}
    /// `[a..b)`; either end open as marked.
    record Range(Expr low, boolean lowIncluded, Expr high, boolean highIncluded) implements Expr {}
    /// `(< 10)` as a value of its own.
    record UnaryRange(String op, Expr end) implements Expr {}

    /// What a cell of a decision table, or the right side of `in`, may say.
    sealed interface Test {
        record Any() implements Test {}
        record Not(List<Test> tests) implements Test {}
        /// Comparison with the tested value on the left: `>= 6`.
        record Op(String op, Expr right) implements Test {}
        record InRange(Range range) implements Test {}
        /// A value (equal to it), a list (one of it), or, with `?`, a condition.
        record Of(Expr expr) implements Test {}
    }
}
