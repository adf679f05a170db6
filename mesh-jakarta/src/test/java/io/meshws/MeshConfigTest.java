package io.meshws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.testing.Clusters;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeshConfigTest {
    private static final List<MeshProperty<?>> UNSET = List.of(MeshProperty.REDIS_URI, MeshProperty.REDIS_PREFIX);

    private static MeshConfig from(Map<String, String> texts) {
        return MeshConfig.from(name -> Optional.ofNullable(texts.get(name)));
    }

    private static <T> String refusal(MeshProperty<T> property, T value) {
        return assertThrows(
                        InvalidConfigException.class, () -> MeshConfig.builder().set(property, value))
                .getMessage();
    }

    @Test
    void everyPropertyHasItsDefault() {
        MeshConfig config = MeshConfig.builder().build();
        for (MeshProperty<?> property : MeshProperty.all()) {
            assertEquals(!UNSET.contains(property), config.find(property).isPresent(), property::toString);
        }
        assertEquals(Duration.ofSeconds(30), config.get(MeshProperty.COMMAND_TIMEOUT));
        assertEquals(256, config.get(MeshProperty.MAX_IN_FLIGHT));
        assertEquals(List.of("/mesh"), config.get(MeshProperty.PATHS));
        assertThrows(NoSuchElementException.class, () -> config.get(MeshProperty.REDIS_URI));
    }

    @Test
    void propertiesAreSetAsTheirOwnType() {
        MeshConfig.Builder builder = MeshConfig.builder()
                .set(MeshProperty.COMMAND_TIMEOUT, Duration.ofMillis(1500))
                .set(MeshProperty.MAX_IN_FLIGHT, 3)
                .set(MeshProperty.PATHS, List.of("/mesh", "/game"))
                .set(MeshProperty.ALLOWED_ORIGINS, List.of("HTTPS://App.example.com:443/"))
                .set(MeshProperty.REDIS_URI, RedisUri.parse("redis://h:1"));
        MeshConfig config = builder.build();
        builder.set(MeshProperty.MAX_IN_FLIGHT, 4);

        assertEquals(Duration.ofMillis(1500), config.get(MeshProperty.COMMAND_TIMEOUT));
        assertEquals(3, config.get(MeshProperty.MAX_IN_FLIGHT));
        assertEquals(List.of("/mesh", "/game"), config.get(MeshProperty.PATHS));
        assertEquals(List.of("https://app.example.com"), config.get(MeshProperty.ALLOWED_ORIGINS));
        assertEquals(List.of("redis://h:1"), config.get(MeshProperty.REDIS_URI).nodes());
    }

    @Test
    void aValueThatIsNotAllowedIsRefusedByName() {
        assertEquals(
                "mesh.max-in-flight: '0' is not allowed; allowed: a whole number from 1 to 2147483647",
                refusal(MeshProperty.MAX_IN_FLIGHT, 0));
        assertTrue(refusal(MeshProperty.MAX_STRING_LENGTH, 2047).startsWith("mesh.max-string-length: '2047' is"));
        assertTrue(refusal(MeshProperty.COMMAND_TIMEOUT, Duration.ZERO).startsWith("mesh.command-timeout: 'PT0S' is"));
        assertTrue(refusal(MeshProperty.PATHS, List.of("mesh")).startsWith("mesh.paths: "));
        assertTrue(refusal(MeshProperty.REDIS_PREFIX, "a b").startsWith("mesh.redis.prefix: 'a b' is"));
        assertTrue(refusal(MeshProperty.ALLOWED_ORIGINS, List.of("*", "x")).startsWith("mesh.allowed-origins: 'x' is"));
    }

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "30s, PT30S", "5m, PT5M", "24h, PT24H", "PT1M30S, PT1M30S", "' 2s ', PT2S"})
    void timesAreReadFromText(String text, Duration time) {
        assertEquals(time, from(Map.of("mesh.ping-interval", text)).get(MeshProperty.PING_INTERVAL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0s", "-1s", "5", "s", "1d", "1.5s", "PT0S", "PT-1S", "9999999999999s", "8761h", "999999999999h"
            })
    void noOtherTextIsATime(String text) {
        InvalidConfigException e =
                assertThrows(InvalidConfigException.class, () -> from(Map.of("mesh.ping-interval", text)));
        assertEquals(
                "mesh.ping-interval: '" + text + "' is not allowed; allowed: a time such as 500ms, 30s, 5m, or PT30S;"
                        + " more than 0, at most 8760h",
                e.getMessage());
    }

    @Test
    void anInstanceStartsWithTheLongestTimes() {
        Map<String, String> texts = MeshProperty.all().stream()
                .filter(property -> property.defaultText().matches("\\d+(ms|s|m|h)"))
                .collect(Collectors.toMap(MeshProperty::propertyName, property -> "8760h"));
        assertTrue(texts.size() >= 8, texts::toString);
        try (TestInstance instance = new TestInstance(Clusters.memory(), from(texts))) {
            TestClient client = instance.connect();
            assertEquals(JsonValue.TRUE, client.call("mesh/noop", "1"));
            instance.clock.advance(Duration.ofDays(300));
            instance.mesh.tick();
            assertNull(client.closeCode());
        }
    }

    @Test
    void listsAreSeparatedByCommas() {
        assertEquals(
                List.of("/mesh", "/game"),
                from(Map.of("mesh.paths", " /mesh, ,/game,")).get(MeshProperty.PATHS));
    }

    @Test
    void everyProblemIsNamed() {
        InvalidConfigException e = assertThrows(
                InvalidConfigException.class,
                () -> from(Map.of("mesh.max-depth", "many", "mesh.redis.prefix", "a b", "mesh.max-rooms", "5")));
        assertTrue(e.getMessage().contains("mesh.redis.prefix: 'a b'"), e::getMessage);
        assertTrue(e.getMessage().contains("; and mesh.max-depth: 'many'"), e::getMessage);
    }
}
