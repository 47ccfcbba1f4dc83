package org.hutong.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.hutong.ServerTests;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The console's client is generated from `web/openapi.json`: a changed endpoint must show there first.
class OpenApiTests extends ServerTests {

    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    @Test
    void theDescriptionTheConsoleIsBuiltFromIsTheServersOwn() throws Exception {
        var answer = anonymous().get("/v3/api-docs");
        assertThat(answer.status()).isEqualTo(200);
        var document = (ObjectNode) answer.json();
        document.remove("servers");
        var text = JSON.writeValueAsString(JSON.convertValue(document, java.util.TreeMap.class)) + "\n";
        var file = Path.of("../web/openapi.json");
        if (Boolean.getBoolean("hutong.openapi.write")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(file).exists();
        assertThat(JSON.readTree(Files.readString(file))).as("web/openapi.json is stale: run this test with -Dhutong.openapi.write=true").isEqualTo(JSON.readTree(text));
    }
}
