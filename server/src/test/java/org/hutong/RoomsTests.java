package org.hutong;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import org.hutong.schema.Rooms;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class RoomsTests {

    private final ApplicationModules rooms = ApplicationModules.of(
            Hutong.class, JavaClass.Predicates.resideInAnyPackage(
                    "org.hutong.jooq..", "org.hutong.schema..", "org.hutong.policy..", "org.hutong.linkage..", "org.hutong.city.."));

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
