package org.hutong.city;

import java.time.LocalDate;

/// Somebody who holds a post.
///
/// @param region 12-digit code of the place of the post
/// @param post   CHILD_DIRECTOR 儿童主任 (one a village), CHILD_SUPERVISOR 儿童督导员 (one a street), DISTRICT_OFFICER, DISTRICT_LEADER, CITY_OFFICER, CITY_LEADER
/// @param from   first day in the post
public record Staff(String region, String post, String postName, String name, Sex sex, String phone, LocalDate from) {
}
