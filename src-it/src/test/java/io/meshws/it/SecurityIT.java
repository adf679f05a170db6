package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.it.security.Doors;
import io.meshws.protocol.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets in, and what they may do, on two instances. */
class SecurityIT {
    private static TwoInstances instances;

    private final Visitors visitors = new Visitors("room:1");

    @BeforeAll
    static void start() {
        instances = new TwoInstances(Map.of(), Doors.class);
    }

    @AfterAll
    static void stop() {
        instances.close();
    }

    @AfterEach
    void close() {
        visitors.close();
    }

    @Test
    void metadata_of_others_is_read_from_either_instance_by_those_whom_the_guard_knows() {
        Visitor ada = visitors.connect(instances.one());
        ada.setMetadata(Json.object().add("name", "Ada").build());
        JsonObject ofAda = Json.object().add("connectionId", ada.id()).build();
        Visitor bob = visitors.connect(instances.two());
        Visitor stranger = visitors.connect(URI.create(instances.two().uri("/mesh") + "?stranger"));

        assertEquals(
                "{\"metadata\":{\"name\":\"Ada\"}}",
                bob.ask("mesh/get-connection-metadata", ofAda).toString());
        assertRefused(stranger, "mesh/get-connection-metadata", ofAda);
        assertRefused(stranger, "mesh/get-room-metadata", Visitor.room("room:1"));

        ada.join("room:1");
        JsonObject withMetadata =
                Json.object().add("roomName", "room:1").add("metadata", true).build();
        assertEquals(JsonValue.NULL, metadata(stranger.ask("mesh/join-room", withMetadata), ada.id()));
        assertEquals(
                Json.object().add("name", "Ada").build(), metadata(bob.ask("mesh/join-room", withMetadata), ada.id()));
    }

    private static JsonValue metadata(JsonValue joined, String id) {
        return joined.asJsonObject().getJsonArray("present").getValuesAs(JsonObject.class).stream()
                .filter(member -> member.getString("id").equals(id))
                .findFirst()
                .orElseThrow()
                .get("metadata");
    }

    @Test
    void only_exposed_rooms_are_joined() {
        Visitor one = visitors.connect(instances.one());
        Visitor two = visitors.connect(URI.create(instances.two().uri("/mesh") + "?key"));

        one.join("room:2");
        two.join("guarded:1");
        assertRefused(one, "mesh/join-room", Visitor.room("guarded:1"));
        assertRefused(one, "mesh/join-room", Visitor.room("other"));
        assertRefused(two, "mesh/join-room", Visitor.room("other"));
    }

    @ParameterizedTest
    @CsvSource({
        "app.example.com, https://app.example.com, true",
        "app.example.com:8443, https://app.example.com:8443, true",
        "app.example.com, http://app.example.com, true",
        "app.example.com, https://evil.example, false",
        "app.example.com, https://app.example.com.evil.example, false",
        "app.example.com, http://localhost, false",
        "app.example.com, null, false",
        "localhost:8080, http://localhost:3000, true",
        "localhost:8080, http://evil.example, false"
    })
    void pages_of_the_same_site_connect_and_others_do_not(String host, String origin, boolean allowed) {
        try (RawHandshake page =
                RawHandshake.with(instances.one().uri("/mesh"), "/mesh", "Host: " + host, "Origin: " + origin)) {
            // Undertow answers 404 where others answer 403.
            assertTrue((allowed ? Set.of(101) : Set.of(403, 404)).contains(page.status()), "" + page.status());
        }
    }

    private static void assertRefused(Visitor visitor, String command, JsonValue payload) {
        CompletionException refusal = assertThrows(CompletionException.class, () -> visitor.call(command, payload)
                .orTimeout(WireClient.SOON.toSeconds(), TimeUnit.SECONDS)
                .join());
        assertTrue(refusal.getMessage().contains("\"code\":\"EFORBIDDEN\""), refusal::getMessage);
    }
}
