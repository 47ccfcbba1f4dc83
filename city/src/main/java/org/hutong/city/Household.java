package org.hutong.city;

import java.util.List;

/// People who belong together, as far as the registry knows them. Relatives who live elsewhere are in it too ([Person#home] differs from [#village]).
///
/// @param village  12-digit code
/// @param head     id of the 户主
/// @param facts    facts the registry knows on the city's day
/// @param supports lines of the existing roster; empty for households whose children are only known
public record Household(long id, String village, String address, long head, List<Person> persons, List<Kinship> kinships, List<Fact> facts,
                        List<Support> supports) {

    public Person person(long id) {
        for (var p : persons) {
            if (p.id() == id) {
                return p;
            }
        }
        throw new IllegalArgumentException("no person " + id + " in household " + this.id);
    }
}
