package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.RedisUri;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TwoApplicationsIT {
    private static final Pattern ALL = Pattern.compile(".*");
    private static final Duration TTL = Duration.ofMinutes(1);

    private final MeshConfig.Builder settings = MeshConfig.builder()
            .set(MeshProperty.REDIS_URI, RedisUri.parse(EmbeddedRedis.shared().uri()))
            .set(MeshProperty.REDIS_TIMEOUT, Duration.ofSeconds(5));

    @Test
    void instancesOfOneApplicationAreAClusterAndThoseOfAnotherSeeNothingOfIt() {
        String shop = "/shop-" + UUID.randomUUID();
        try (TestInstance one = instance(shop);
                TestInstance two = instance(shop);
                TestInstance other = instance(shop + "/admin")) {
            TestClient atOne = joined(one);
            TestClient atTwo = joined(two);
            TestClient atOther = joined(other);
            get(one.mesh.records().write("record", "of the shop"));
            long position = get(one.mesh.channels().publish("channel", "of the shop", 5));
            get(one.mesh.rooms().setMetadata("room", "of the shop"));

            get(one.mesh.broadcast("news", "of the shop"));
            assertEquals("\"of the shop\"", atTwo.event("news").toString());
            assertEquals("[\"of the shop\"]", history(atTwo));
            assertEquals("\"of the shop\"", record(atTwo));
            assertEquals(
                    Set.of(atOne.id(), atTwo.id()), get(two.mesh.connections().ids()));
            assertEquals(Set.of(atOne.id(), atTwo.id()), get(two.mesh.presence().present("room")));

            get(other.mesh.broadcast("news", "of the other"));
            assertEquals(List.of("\"of the other\""), texts(atOther.events("news")));
            assertEquals("[]", history(atOther));
            assertEquals("null", record(atOther));
            assertEquals(Set.of(atOther.id()), get(other.mesh.connections().ids()));
            assertEquals(Set.of(atOther.id()), get(other.mesh.rooms().members("room")));
            assertEquals(Set.of(atOther.id()), get(other.mesh.presence().present("room")));
            assertEquals(Optional.empty(), get(other.mesh.rooms().metadata("room")));
            assertEquals(1, get(other.mesh.channels().publish("channel", "of the other", 5)));
            assertEquals(1, position);
            assertEquals(List.of("\"of the shop\""), texts(atOne.events("news")));
            assertEquals(List.of("\"of the shop\""), texts(atTwo.events("news")));
        }
    }

    @Test
    void applicationsWithTheSamePrefixAreOneCluster() {
        settings.set(MeshProperty.REDIS_PREFIX, "joined-" + UUID.randomUUID());
        try (TestInstance one = instance("/one");
                TestInstance two = instance("/two")) {
            TestClient atOne = joined(one);
            TestClient atTwo = joined(two);
            assertNotEquals(atOne.id(), atTwo.id());
            assertEquals(Set.of(atOne.id(), atTwo.id()), get(one.mesh.rooms().members("room")));
            get(two.mesh.broadcast("news", "of two"));
            assertEquals("\"of two\"", atOne.event("news").toString());
        }
    }

    private TestInstance instance(String contextPath) {
        TestInstance instance = TestInstance.onRedis(settings.build(), contextPath);
        instance.mesh.presence().track(ALL, TTL);
        instance.mesh.channels().expose(ALL);
        instance.mesh.records().expose(ALL);
        return instance;
    }

    private static TestClient joined(TestInstance instance) {
        TestClient client = instance.connect();
        client.call("mesh/join-room", "{\"roomName\":\"room\"}");
        Eventually.holds(() -> get(instance.mesh.connections().ids()).contains(client.id()));
        return client;
    }

    private static String history(TestClient client) {
        return client.call("mesh/get-channel-history", "{\"channel\":\"channel\"}")
                .asJsonObject()
                .get("history")
                .toString();
    }

    private static String record(TestClient client) {
        return client.call("mesh/subscribe-record", "{\"recordId\":\"record\"}")
                .asJsonObject()
                .get("record")
                .toString();
    }

    private static List<String> texts(List<?> payloads) {
        return payloads.stream().map(Object::toString).toList();
    }
}
