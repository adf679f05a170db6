package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CommandException;
import io.meshws.Guard;
import io.meshws.InvalidNameException;
import io.meshws.MeshProperty;
import io.meshws.protocol.Json;
import io.meshws.testing.TestClient;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Access to reading and subscribing to channels, on every engine. */
abstract class ChannelAccessContract extends ChannelsSetting {
    private static final JsonValue REFUSED = Json.readTrusted("{\"success\":false,\"history\":[]}");

    @Test
    void anUnexposedChannelIsRefusedInTheSameWordsAsAGuardedOne() {
        here.mesh.channels().expose("guarded", (connection, name) -> false);
        here.mesh.channels().expose("broken", (connection, name) -> {
            throw new IllegalStateException("on purpose");
        });
        here.mesh
                .channels()
                .expose(
                        "late",
                        Guard.async((connection, name) -> CompletableFuture.completedFuture(connection.isOpen())));
        TestClient a = here.connect();
        for (String name : List.of("nothing", "guarded", "broken")) {
            assertEquals(REFUSED, subscribe(a, name, ",\"historyLimit\":5"));
            assertEquals(REFUSED, a.call("mesh/get-channel-history", "{\"channel\":\"" + name + "\"}"));
            assertEquals(JsonValue.FALSE, a.call("mesh/unsubscribe-channel", "{\"channel\":\"" + name + "\"}"));
            get(here.mesh.channels().publish(name, "secret"));
        }
        assertTrue(subscribe(a, "late", "").getBoolean("success"));
        get(here.mesh.channels().publish("late", "end"));
        awaitMessages(a, List.of("end"));
        here.mesh.channels().expose("guarded");
        assertTrue(subscribe(a, "guarded", "").getBoolean("success"));
    }

    @Test
    void unsubscribingWhileTheGuardDecidesLeavesNoSubscription() {
        CompletableFuture<Boolean> thinking = new CompletableFuture<>();
        here.mesh.channels().expose("slow", Guard.async((connection, name) -> thinking));
        TestClient a = here.connect();
        long request = a.request("mesh/subscribe-channel", "{\"channel\":\"slow\"}");
        assertEquals(JsonValue.TRUE, a.call("mesh/unsubscribe-channel", "{\"channel\":\"slow\"}"));
        thinking.complete(true);
        assertEquals(REFUSED, a.reply(request));
        get(there.mesh.channels().publish("slow", "x"));
        subscribe(a, "chat:1", "");
        publish(1, 1);
        awaitMessages(a, List.of("m1"));
    }

    @Test
    void aSubscriptionIsNoneIfItsReplyIsAnError() {
        AtomicBoolean fail = new AtomicBoolean(true);
        here.mesh.commands().use((context, chain) -> chain.proceed().thenApply(result -> {
            if (fail.get()) {
                throw new CommandException("afterwards");
            }
            return result;
        }));
        TestClient a = here.connect();
        assertEquals("afterwards", subscribe(a, "chat:1", "").getString("error"));
        fail.set(false);
        assertEquals(JsonValue.FALSE, a.call("mesh/unsubscribe-channel", "{\"channel\":\"chat:1\"}"));
        publish(1, 1);
        subscribe(a, "chat:1", "");
        publish(2, 2);
        awaitMessages(a, List.of("m2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "{\"channel\":1}",
                "{\"channel\":\"chat:1\",\"historyLimit\":-1}",
                "{\"channel\":\"chat:1\",\"historyLimit\":1.5}",
                "{\"channel\":\"chat:1\",\"historyLimit\":\"3\"}",
                "{\"channel\":\"chat:1\",\"since\":[]}",
                "{\"channel\":\"chat:1\",\"since\":true}",
                "{\"channel\":\"chat:1\",\"since\":{\"offset\":1}}"
            })
    void payloadsOfAnotherFormAreRefused(String payload) {
        TestClient a = here.connect();
        JsonObject error = a.call("mesh/subscribe-channel", payload).asJsonObject();
        assertEquals("EPAYLOAD", error.getString("code"));
        assertTrue(subscribe(a, "chat:1", "").getBoolean("success"));
    }

    @Test
    void nullCountsAsAbsent() {
        publish(1, 2);
        TestClient a = here.connect();
        JsonObject reply = subscribe(a, "chat:1", ",\"historyLimit\":null,\"since\":null");
        assertTrue(reply.getBoolean("success"));
        assertEquals(List.of(), texts(reply.get("history")));
        assertEquals(
                List.of("m2", "m1"),
                texts(history(a, ",\"limit\":null,\"since\":null").get("history")));
    }

    @Test
    void namesAndSizesAreChecked() {
        TestClient a = here.connect();
        for (String bad : List.of("", "a\u0000b", "line\nbreak", "x".repeat(257))) {
            assertThrows(InvalidNameException.class, () -> here.mesh.channels().publish(bad, "m"));
            assertThrows(InvalidNameException.class, () -> here.mesh.channels().expose(bad));
            assertEquals("ENAME", subscribe(a, bad, "").getString("code"));
        }
        for (String fine : List.of("chat:*", "chat:{}", "chat:[a-z]?")) {
            assertTrue(subscribe(a, fine, "").getBoolean("success"));
            get(there.mesh.channels().publish(fine, fine));
        }
        awaitMessages(a, List.of("chat:*", "chat:{}", "chat:[a-z]?"));
        String large = "x".repeat(here.mesh.config().get(MeshProperty.MAX_FRAME_SIZE) + 1);
        assertEquals(
                "ETOOLARGE",
                assertThrows(CommandException.class, () -> here.mesh.channels().publish("chat:1", large))
                        .code());
        assertThrows(IllegalArgumentException.class, () -> here.mesh.channels().publish("chat:1", "m", -1));
        assertThrows(IllegalArgumentException.class, () -> here.mesh.channels().publish("chat:1", "m", 1001));
        assertThrows(IllegalArgumentException.class, () -> here.mesh.channels().history("chat:1", -1));
    }
}
