package org.hutong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import org.hutong.schema.Rooms;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.core.Violations;

class RoomsTests {

    /// The libraries of the house and the generated types share its root package and are no rooms.
    private final ApplicationModules rooms = ApplicationModules.of(
            Hutong.class, JavaClass.Predicates.resideInAnyPackage(
                    "org.hutong.jooq..", "org.hutong.schema..", "org.hutong.policy..", "org.hutong.linkage..", "org.hutong.city.."));

    @Test
    void noRoomReachesPastItsAllowedNeighbours() {
        rooms.verify();
    }

    @Test
    void aRoomThatReachesUpwardsIsFound() {
        ImportOption everything = location -> true;
        assertThatThrownBy(() -> ApplicationModules.of("canaryhouse", everything).verify()).isInstanceOf(Violations.class).hasMessageContaining("lower");
    }

    @Test
    void everyRoomOfTheOrderFileIsARoomOfTheServer() {
        assertThat(rooms.stream().map(room -> room.getIdentifier().toString()))
                .containsExactlyInAnyOrderElementsOf(Rooms.inOrder().stream().filter(name -> !name.equals("engine")).toList());
    }

    @Test
    void aRoomMayCallOnlyRoomsAboveItInTheOrderFile() throws Exception {
        var order = Rooms.inOrder();
        for (var room : order) {
            if (!room.equals("engine")) {
                var declared = Class.forName("org.hutong." + room + ".package-info").getAnnotation(ApplicationModule.class);
                assertThat(declared).as(room).isNotNull();
                for (var neighbour : declared.allowedDependencies()) {
                    var name = neighbour.split("::")[0].strip();
                    assertThat(order.indexOf(name)).as("%s may call %s", room, name).isNotNegative().isLessThan(order.indexOf(room));
                }
            }
        }
    }
}
