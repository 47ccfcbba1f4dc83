package org.hutong.region;

import org.jspecify.annotations.Nullable;

/// The places above a region, itself included at its own level.
///
/// @param cityId the city whose officers answer for it; in a municipality under the central government, the municipality
public record Chain(int regionId, @Nullable Integer villageId, @Nullable Integer townId, @Nullable Integer districtId,
        @Nullable Integer cityId, @Nullable Integer provinceId) {

    public boolean touches(int id) {
        return regionId == id || is(townId, id) || is(districtId, id) || is(cityId, id) || is(provinceId, id);
    }

    private static boolean is(@Nullable Integer mine, int id) {
        return mine != null && mine == id;
    }
}
