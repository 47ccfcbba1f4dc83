package org.hutong;

import static org.assertj.core.api.Assertions.assertThat;

import org.hutong.schema.Rooms;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class RoomsTests {

    private final ApplicationModules rooms = ApplicationModules.of(Hutong.class);

    @Test
    void noRoomReachesPastItsAllowedNeighbours() {
        rooms.verify();
    }

    @Test
    void everyRoomOfTheOrderFileIsARoomOfTheServer() {
        assertThat(rooms.stream().map(room -> room.getIdentifier().toString()))
                .containsExactlyInAnyOrderElementsOf(Rooms.inOrder().stream().filter(name -> !name.equals("engine")).toList());
    }
}
