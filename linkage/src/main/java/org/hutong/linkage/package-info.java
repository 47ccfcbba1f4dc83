/// Who is the same person across lists: a plain library without Spring.
///
/// Owns: reading lists into columns, cleaning by what a column means, choosing blocks, learning Fellegi–Sunter weights without labels, scoring,
/// grouping, explaining. Never: merges anything in a registry, or talks to a database; callers decide with a person.
///
/// The facade other modules call:
///
/// - [org.hutong.linkage.Model] `load(Path)` / `parse(text, name)`: what the columns mean, nothing else.
/// - [org.hutong.linkage.Linker] `link(left, right)` for two lists, `link(only)` for one, then `add(more)` for rows that come later (weights and
///   rules stay, only pairs with a new row are compared). Lists are [org.hutong.linkage.table.Source]s: `Source.csv(path)` or `Source.rows(name, header, rows)`.
/// - [org.hutong.linkage.LinkResult]: `pairs()` with weight and `probability()`, `linked(i)` at the working `threshold()`, `cluster(i)`, `pairs().held(i)`
///   (why a pair is left to a person: twins, one number under two names, rivals …), `explain(i)` (the waterfall, as data and as Chinese text),
///   `blocking()` (rules, capped blocks, estimated share of true pairs missed).
/// - [org.hutong.linkage.han.IdNumber] `parse(text)`, `valid()`, `birth()`, `sex()`, `repairs()`: identity numbers, for exact comparison.
/// - [org.hutong.linkage.han.Pinyin] and [org.hutong.linkage.han.HanText]: readings of names (surnames read as surnames), near sounds, variant characters.
///
/// Refusals are [org.hutong.linkage.LinkException]s with a stable code and a Chinese message. The same lists, model and seed give the same result.
///
/// How it decides, in order: cells are normalised and numbered; rules are weighed on a sample and chosen greedily by virtual true pairs; `m` is learned
/// by EM from several rules at once, each blind to its own columns, `u` from frequency tables and random pairs; what goes together among different
/// people (household, place and postcode, twins' birth date) is learned from pairs that agree on one column; every pair of every block is scored once;
/// the prior is moved to where the probabilities add up; the threshold is where the expected F1 is highest; groups join while the evidence across
/// them is positive, and never across two valid, different identity numbers.
package org.hutong.linkage;
