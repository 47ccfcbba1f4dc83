/// The policy engine: law as data in, answers with their proof out.
///
/// ```java
/// Rulebook book = Rulebook.load(Path.of("rulebook"));        // read, checked; throws PolicyException (Chinese, with place)
/// Plan plan = book.at("120116", LocalDate.of(2026, 6, 1));   // law of a place on a day; immutable, thread-safe, cached
/// Facts facts = new Facts("case-1").put("出生日期", "2015-03-01").put("父亲情形", "死亡");
/// Outcome out = plan.evaluate(facts, knownOn);               // yes / no / pending, amounts in 分, rules, clauses, missing facts
/// out.canonicalJson();                                       // equal byte for byte when run again
/// out.chineseText();                                         // the same for people
/// new CaseView(plan, facts, knownOn).whyNot("GRJB");         // smallest change of facts that would turn it
/// Timeline.of(book, "120116", from, until, facts, knownOn);  // changes of the answers known today
/// ```
///
/// Facts that are absent are unknown; an answer is 待核实 only if some admissible value of an unknown fact would change it. A file format is described in FORMAT.md.
///
/// **Owns:** reading, checking, compiling and running rulebooks; explanations and receipts.
/// **Does not:** know people, store anything, read a clock or a network.
package org.hutong.policy;
