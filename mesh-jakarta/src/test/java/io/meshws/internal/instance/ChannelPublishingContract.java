package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.ChannelMessage;
import io.meshws.ChannelPosition;
import io.meshws.Guard;
import io.meshws.InvalidNameException;
import io.meshws.MeshProperty;
import io.meshws.PublisherId;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that publish in channels, whatever the engine. Channels {@code chat:*} keep five messages. */
abstract class ChannelPublishingContract extends ChannelsSetting {
    @BeforeEach
    void exposeForPublishing() {
        List.of(here, there).forEach(instance -> {
            instance.mesh.channels().exposePublish("chat:1");
            instance.mesh.channels().exposePublish(Pattern.compile("chat:named.*"), Guard.ANYONE, PublisherId.SHOWN);
        });
    }

    private static JsonObject publish(TestClient client, String channel, String message) {
        return client.call(
                        "mesh/publish-channel",
                        "{\"channel\":" + Json.quote(channel) + ",\"message\":" + Json.quote(message) + "}")
                .asJsonObject();
    }

    private static JsonValue history(TestClient client, String channel, String more) {
        return client.call("mesh/get-channel-history", "{\"channel\":" + Json.quote(channel) + more + "}");
    }

    @Test
    void aMessageOfAClientReachesEverySubscriberAndTheReplyHasItsOffset() {
        TestClient a = here.connect();
        TestClient b = there.connect();
        subscribe(a, "chat:1", "");
        subscribe(b, "chat:1", "");
        assertEquals(Json.readTrusted("{\"success\":true,\"offset\":1}"), publish(a, "chat:1", "hello"));
        assertEquals(
                2, publish(b, "chat:1", "\"\\\u0001\ud83d,\"publisher\":\"x\"").getInt("offset"));
        assertEquals(3, get(here.mesh.channels().publish("chat:1", "of the server")));
        List<String> all = List.of("hello", "\"\\\u0001\ud83d,\"publisher\":\"x\"", "of the server");
        for (TestClient each : List.of(a, b)) {
            awaitMessages(each, all);
            each.events("mesh/subscription-message")
                    .forEach(message -> assertFalse(message.asJsonObject().containsKey("publisher")));
        }
        assertEquals(
                List.of(all.get(2), all.get(1), all.get(0)),
                get(there.mesh.channels().history("chat:1", 5)),
                "kept as the channel's exposure says");
    }

    @Test
    void subscribersAreToldWhoPublishedOnRequest() {
        TestClient a = here.connect();
        TestClient b = there.connect();
        String text = "say \",\"publisher\":\"nobody\" twice";
        subscribe(b, "chat:named", "");
        assertEquals(1, publish(a, "chat:named", text).getInt("offset"));
        assertEquals(2, get(there.mesh.channels().publish("chat:named", "of the server")));
        assertEquals(3, publish(b, "chat:named", "mine").getInt("offset"));
        awaitMessages(b, List.of(text, "of the server", "mine"));
        List<JsonValue> told = b.events("mesh/subscription-message");
        assertEquals(a.id(), told.get(0).asJsonObject().getString("publisher"));
        assertFalse(told.get(1).asJsonObject().containsKey("publisher"));
        assertEquals(b.id(), told.get(2).asJsonObject().getString("publisher"));

        JsonObject kept = history(a, "chat:named", "").asJsonObject();
        assertEquals(List.of("mine", "of the server", text), texts(kept.get("history")));
        assertEquals(
                Json.readTrusted("[\"" + b.id() + "\",null,\"" + a.id() + "\"]"),
                kept.get("publishers"),
                "beside the messages, newest first like them");
        String epoch = kept.getString("epoch");
        JsonObject since = subscribe(a, "chat:named", ",\"since\":{\"offset\":2,\"epoch\":\"" + epoch + "\"}");
        assertEquals(Json.readTrusted("[\"" + b.id() + "\"]"), since.get("publishers"));
        JsonObject unnamed = history(
                        a, "chat:named", ",\"limit\":0,\"since\":{\"offset\":3,\"epoch\":\"" + epoch + "\"}")
                .asJsonObject();
        assertFalse(unnamed.containsKey("publishers"));

        assertEquals(
                List.of(
                        new ChannelMessage(1, text, Optional.of(a.id())),
                        new ChannelMessage(2, "of the server"),
                        new ChannelMessage(3, "mine", Optional.of(b.id()))),
                get(here.mesh.channels().history("chat:named", 5, new ChannelPosition(epoch, 0)))
                        .messages());
        assertEquals(
                List.of("mine", "of the server", text),
                get(there.mesh.channels().history("chat:named", 5)));
    }

    @Test
    void channelsAreClosedToPublishersUntilTheyAreExposed() {
        TestClient a = here.connect();
        subscribe(a, "chat:2", "");
        here.mesh.channels().exposePublish("chat:guarded", (connection, name) -> false);
        here.mesh.channels().exposePublish("chat:broken", (connection, name) -> {
            throw new IllegalStateException("on purpose");
        });
        for (String closed : List.of("chat:2", "chat:guarded", "chat:broken", "unknown")) {
            assertEquals(
                    Json.readTrusted("{\"error\":\"This connection may not publish in channel \\\"" + closed
                            + "\\\"\",\"code\":\"EFORBIDDEN\",\"name\":\"AccessError\"}"),
                    publish(a, closed, "x"));
            assertEquals(List.of(), get(here.mesh.channels().history(closed, 5)));
        }
        CompletableFuture<Boolean> thinking = new CompletableFuture<>();
        here.mesh.channels().exposePublish("chat:2", Guard.async((connection, name) -> thinking));
        long request = a.request("mesh/publish-channel", "{\"channel\":\"chat:2\",\"message\":\"x\"}");
        thinking.complete(true);
        assertEquals(1, a.reply(request).asJsonObject().getInt("offset"));
        awaitMessages(a, List.of("x"));
    }

    @Test
    void whetherThePublisherIsShownIsDecidedWithTheGuardThatIsAsked() {
        TestClient a = here.connect();
        subscribe(a, "chat:2", "");
        CompletableFuture<Boolean> thinking = new CompletableFuture<>();
        here.mesh.channels().exposePublish("chat:2", Guard.async((connection, name) -> thinking), PublisherId.SHOWN);
        long request = a.request("mesh/publish-channel", "{\"channel\":\"chat:2\",\"message\":\"x\"}");
        here.mesh.channels().exposePublish("chat:2", Guard.ANYONE, PublisherId.HIDDEN);
        thinking.complete(true);
        a.reply(request);
        assertEquals(a.id(), a.event("mesh/subscription-message").asJsonObject().getString("publisher"));
    }

    @Test
    void publishingAndSubscribingAreExposedIndependently() {
        TestClient a = here.connect();
        here.mesh.channels().exposePublish("inbox");
        assertEquals(1, publish(a, "inbox", "x").getInt("offset"));
        assertFalse(subscribe(a, "inbox", "").getBoolean("success"));
        assertFalse(here.mesh.channels().unexpose("inbox"));
        assertEquals(2, publish(a, "inbox", "y").getInt("offset"));
        assertTrue(here.mesh.channels().unexposePublish("inbox"));
        assertFalse(here.mesh.channels().unexposePublish("inbox"));
        assertEquals("EFORBIDDEN", publish(a, "inbox", "z").getString("code"));
        assertTrue(here.mesh.channels().unexposePublish(Pattern.compile("chat:named.*")));
        assertFalse(here.mesh.channels().unexposePublish(Pattern.compile("chat:named.*")));
        assertEquals("EFORBIDDEN", publish(a, "chat:named", "z").getString("code"));
        assertEquals(List.of(), get(here.mesh.channels().history("chat:named", 5)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "{\"channel\":\"chat:1\"}",
                "{\"channel\":\"chat:1\",\"message\":null}",
                "{\"channel\":\"chat:1\",\"message\":5}",
                "{\"channel\":\"chat:1\",\"message\":{}}",
                "{\"channel\":1,\"message\":\"x\"}"
            })
    void payloadsOfAnotherFormAreRefused(String payload) {
        JsonObject error = here.connect().call("mesh/publish-channel", payload).asJsonObject();
        assertEquals("EPAYLOAD", error.getString("code"));
        assertEquals(List.of(), get(here.mesh.channels().history("chat:1", 5)));
    }

    @Test
    void namesAndLengthsAreChecked() {
        TestClient a = here.connect();
        for (String bad : List.of("", "a\u0000b", "x".repeat(257))) {
            assertEquals("ENAME", publish(a, bad, "x").getString("code"));
            assertThrows(InvalidNameException.class, () -> here.mesh.channels().exposePublish(bad));
        }
        // No frame of a real client is so long.
        String large = "x".repeat(here.mesh.config().get(MeshProperty.MAX_FRAME_SIZE) + 1);
        JsonObject reply = publish(a, "chat:1", large);
        assertEquals("ETOOLARGE", reply.getString("code"), reply::toString);
        assertEquals(List.of(), get(here.mesh.channels().history("chat:1", 5)));
    }

    @Test
    void aNumberedPublicationThatComesAgainIsPublishedOnce() {
        TestClient a = here.connect();
        String payload = ",\"command\":\"mesh/publish-channel\",\"payload\":{\"channel\":\"chat:1\",\"message\":\"x\"},"
                + "\"once\":{\"client\":\"" + UUID.randomUUID() + "\",\"number\":1,\"answered\":0}}";
        a.sendText("{\"id\":901" + payload);
        JsonValue first = a.reply(901);
        assertEquals(1, first.asJsonObject().getInt("offset"));
        TestClient b = there.connect();
        b.sendText("{\"id\":902" + payload);
        Eventually.holds(() -> {
            here.mesh.tick();
            there.mesh.tick();
            return b.received().stream().anyMatch(frame -> frame.getInt("id", 0) == 902);
        });
        assertEquals(first, b.reply(902));
        assertEquals(List.of("x"), get(here.mesh.channels().history("chat:1", 5)));
    }
}
