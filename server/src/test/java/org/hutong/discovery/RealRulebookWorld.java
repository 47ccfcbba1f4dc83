package org.hutong.discovery;

import java.nio.file.Path;
import org.hutong.FlowWorld;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// The tests' villages under the rulebook the product ships with, instead of the small one of the other tests.
abstract class RealRulebookWorld extends FlowWorld {

    @DynamicPropertySource
    static void shipped(DynamicPropertyRegistry properties) {
        properties.add("hutong.rulebook", () -> Path.of("../rulebook").toAbsolutePath().normalize().toString());
    }
}
