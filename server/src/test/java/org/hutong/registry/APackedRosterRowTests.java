package org.hutong.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class APackedRosterRowTests {

    @Test
    void unpacksToTheSameValuesAndNothingElse() {
        var values = Map.of("name", "赵小舟", "idNumber", "170101201501010011", "account", "6222", "town", "石桥镇", "regionId", "77");
        assertThat(RosterField.unpack(RosterField.pack(values))).isEqualTo(values);
        assertThat(RosterField.unpack(RosterField.pack(Map.of()))).isEmpty();
    }
}
