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

    /// The map is written from the code as it stands: which rooms each one in fact uses, by calls, types and events.
    @Test
    void theMapOfTheRoomsIsTheOneOfTheCode() throws Exception {
        var map = new StringBuilder("# 房间图\n\n由测试 `RoomsTests` 从代码写出（`-Dhutong.openapi.write=true`）；用到的房间变了而没有重写，测试不通过。次序自下而上，只能用上面的。\n\n```mermaid\ngraph BT\n");
        var table = new StringBuilder("\n| 房间 | 名称 | 可以用 | 实际用到 |\n|---|---|---|---|\n");
        for (var name : Rooms.inOrder()) {
            if (name.equals("engine")) {
                continue;
            }
            var room = rooms.getModuleByName(name).orElseThrow();
            var declared = Class.forName("org.hutong." + name + ".package-info").getAnnotation(ApplicationModule.class);
            var used = room.getDirectDependencies(rooms).uniqueModules().map(other -> other.getIdentifier().toString()).sorted().toList();
            used.stream().filter(other -> !java.util.Set.of("kernel", "region", "access", "files", "notices").contains(other))
                    .forEach(other -> map.append("  ").append(name).append(" --> ").append(other).append('\n'));
            table.append("| `").append(name).append("` | ").append(declared.displayName()).append(" | ").append(String.join("、", declared.allowedDependencies()))
                    .append(" | ").append(used.isEmpty() ? "" : String.join("、", used)).append(" |\n");
        }
        var text = map.append("```\n\n开放给所有房间的 kernel、region、access、files、notices 不画箭头。\n").append(table).toString();
        var file = java.nio.file.Path.of("../docs/generated/rooms.md");
        if (Boolean.getBoolean("hutong.openapi.write")) {
            java.nio.file.Files.writeString(file, text);
        }
        assertThat(java.nio.file.Files.readString(file)).isEqualTo(text);
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
