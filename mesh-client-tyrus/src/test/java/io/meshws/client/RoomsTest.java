package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Frame;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.MergeStrategy;
import io.meshws.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rooms, states in them, and metadata: the client's own state. */
@Timeout(60)
class RoomsTest extends OfflineSetting {
    private static final String PUBLISH = "mesh/publish-presence-state";

    @BeforeEach
    void connect() {
        server.reply("mesh/join-room", request -> "{\"success\":true,\"present\":[\"x\",\"c-1\"]}")
                .reply("mesh/leave-room", request -> "{\"success\":true}")
                .reply("mesh/subscribe-presence", request -> "{\"success\":true,\"present\":[\"x\"],\"states\":{}}")
                .reply("mesh/unsubscribe-presence", request -> "true")
                .reply(PUBLISH, request -> "true")
                .reply("mesh/clear-presence-state", request -> "true")
                .reply("mesh/set-my-connection-metadata", request -> "{\"success\":true}");
        connect(builder -> {});
    }

    private String next(String command) throws InterruptedException {
        return server.nextCall(command).payload().toString();
    }

    @Test
    void joiningSaysWhoIsThere() throws Exception {
        Room lobby = client.joinRoomSync("lobby");
        assertEquals("{\"roomName\":\"lobby\"}", next("mesh/join-room"));
        assertEquals(List.of("x", "c-1"), lobby.present());
        assertEquals("lobby", lobby.roomName());
        assertTrue(lobby.isLive());
        lobby.close();
        assertEquals("{\"roomName\":\"lobby\"}", next("mesh/leave-room"));
        assertFalse(lobby.isLive());
        assertThrows(IllegalStateException.class, () -> Collecting.all(lobby));
    }

    @Test
    void joiningWithAListenerFollowsThePresence() throws Exception {
        BlockingQueue<PresenceUpdate> heard = new LinkedBlockingQueue<>();
        Room lobby = client.joinRoomSync("lobby", heard::add);
        server.send(FrameText.event(
                "mesh/presence-update",
                "{\"roomName\":\"lobby\",\"timestamp\":1,\"type\":\"join\",\"connectionId\":\"y\"}"));
        Eventually.holds("y is there", () -> lobby.value().present().contains("y"));
        Eventually.holds("y was told of", () -> heard.size() == 1);
        lobby.close();
        next("mesh/leave-room");
        next("mesh/unsubscribe-presence");
    }

    @Test
    void thePresenceMayBeThatOfUsers() throws Exception {
        server.reply(
                "mesh/subscribe-presence",
                request -> "{\"success\":true,\"present\":[\"ada\"],\"states\":{\"x\":1},\"users\":{\"x\":\"ada\"}}");
        BlockingQueue<PresenceUpdate> heard = new LinkedBlockingQueue<>();
        Room lobby = client.joinRoomSync("lobby", PresenceBy.USER, heard::add);
        assertEquals("{\"roomName\":\"lobby\",\"by\":\"user\"}", next("mesh/subscribe-presence"));
        assertEquals(Set.of("ada"), lobby.value().present());
        assertEquals(Map.of("x", "ada"), lobby.value().users());
        server.send(FrameText.event(
                "mesh/presence-update",
                "{\"roomName\":\"lobby\",\"timestamp\":1,\"type\":\"join\",\"userId\":\"bob\"}"));
        Eventually.equal("users", Set.of("ada", "bob"), () -> lobby.value().present());
        Throwable both = Eventually.failure(client.joinRoom("lobby", update -> {}));
        assertInstanceOf(IllegalStateException.class, both);
        assertTrue(lobby.isLive());

        reconnect();
        assertEquals("{\"roomName\":\"lobby\",\"by\":\"user\"}", next("mesh/subscribe-presence"));
        assertThrows(NullPointerException.class, () -> client.joinRoom("other", null, update -> {}));
    }

    @Test
    void withoutPresenceThereIsNoJoinWithAListener() throws Exception {
        server.reply("mesh/subscribe-presence", request -> "{\"success\":false,\"present\":[]}");
        assertEquals(
                "EFORBIDDEN",
                assertThrows(MeshClientException.class, () -> client.joinRoomSync("lobby", update -> {}))
                        .code());
        next("mesh/leave-room");
    }

    @Test
    void aGuardsMessageReachesTheClientThatWantedToJoin() {
        server.reply(
                "mesh/join-room",
                request -> ErrorCode.EFORBIDDEN.body("members only").toJson());
        MeshClientException e = assertThrows(MeshClientException.class, () -> client.joinRoomSync("lobby"));
        assertEquals("members only", e.getMessage());
        assertEquals("EFORBIDDEN", e.code());
    }

    @Test
    void allIsRestoredInOrderBeforeTheClientIsBack() throws Exception {
        client.setConnectionMetadataSync(Map.of("name", "Ada"));
        client.setConnectionMetadataSync(Map.of("team", "red"), MergeStrategy.MERGE);
        Room lobby = client.joinRoomSync("lobby", update -> {});
        lobby.publishStateSync("typing", PresenceStateOptions.DEFAULT.expireAfter(Duration.ofSeconds(10)));
        timers.advance(Duration.ofSeconds(3));
        BlockingQueue<String> order = new LinkedBlockingQueue<>();
        server.onOpen(s -> {
            order.clear();
            s.assignId();
        });
        BlockingQueue<Reconnected> back = new LinkedBlockingQueue<>();
        client.onReconnect(back::add);
        drain();

        reconnect();

        Eventually.holds("told", () -> back.size() == 1);
        Frame.ClientCall first = (Frame.ClientCall) server.next();
        assertEquals("mesh/set-my-connection-metadata", first.command());
        assertEquals(
                "{\"name\":\"Ada\",\"team\":\"red\"}",
                first.payload().asJsonObject().get("metadata").toString());
        assertEquals("mesh/join-room", server.next().command());
        Frame.ClientCall state = server.nextCall(PUBLISH);
        long rest = state.payload().asJsonObject().getInt("expireAfter");
        assertTrue(rest <= 7_000 && rest > 5_000, "the rest of its time: " + rest);
        assertEquals("mesh/subscribe-presence", server.next().command());
        assertEquals(List.of(), back.remove().refused());
    }

    private void drain() throws InterruptedException {
        client.send("drained", null);
        while (!server.next().command().equals("drained")) {
            // One of those before.
        }
    }

    @Test
    void roomsThatWereLeftAreNotRestored() throws Exception {
        Room lobby = client.joinRoomSync("lobby");
        lobby.publishStateSync("typing", PresenceStateOptions.DEFAULT.expireAfter(Duration.ofMillis(100)));
        client.joinRoomSync("left");
        client.publishPresenceStateSync("left", "gone");
        client.leaveRoomSync("left");
        client.joinRoomSync("cleared");
        client.publishPresenceStateSync("cleared", "gone");
        client.clearPresenceStateSync("cleared");
        drain();
        reconnect();
        client.send("end", null);
        for (Frame frame = server.next(); !frame.command().equals("end"); frame = server.next()) {
            assertEquals("mesh/join-room", frame.command());
            assertFalse(frame.payload().toString().contains("left"), frame.toString());
        }
    }

    @Test
    void aRoomThatIsRefusedAfterABrokenLinkIsReported() throws Exception {
        Room lobby = client.joinRoomSync("lobby");
        BlockingQueue<Reconnected> back = new LinkedBlockingQueue<>();
        client.onReconnect(back::add);
        server.reply(
                "mesh/join-room",
                request -> ErrorCode.EFORBIDDEN.body("no more").toJson());
        reconnect();
        Eventually.holds("told", () -> back.size() == 1);
        assertEquals("room lobby", back.remove().refused().get(0).what());
        assertEquals("no more", ClientFailure.of(lobby.ended()).getMessage());
    }

    @Test
    void aJoinThatTheServerCannotDoAtTheMomentIsAskedForAgain() {
        Room lobby = client.joinRoomSync("lobby");
        AtomicInteger asked = new AtomicInteger();
        server.reply("mesh/join-room", request -> {
            asked.incrementAndGet();
            return ErrorCode.EUNAVAILABLE.body("no Redis").toJson();
        });
        server.close(1001, "restart");
        Eventually.holds("lost", () -> client.state() instanceof ConnectionState.Reconnecting);
        Eventually.holds("asked again and again", () -> {
            timers.advance(Duration.ofMillis(500));
            return asked.get() > 3;
        });
        assertFalse(client.isConnected());
        server.reply("mesh/join-room", request -> "{\"success\":true,\"present\":[]}");
        Eventually.holds("back", () -> {
            timers.advance(Duration.ofMillis(500));
            return client.isConnected();
        });
        assertTrue(lobby.isLive());
    }

    @Test
    void metadataIsRead() {
        server.reply("mesh/get-my-connection-metadata", request -> "{\"metadata\":{\"name\":\"Ada\"}}")
                .reply("mesh/get-connection-metadata", request -> "{\"metadata\":5}")
                .reply("mesh/get-room-metadata", request -> "{\"metadata\":null}");
        assertEquals(Map.of("name", "Ada"), client.getConnectionMetadataSync(Map.class));
        assertEquals(5, client.getConnectionMetadataSync("other", Integer.class));
        assertNull(client.getRoomMetadataSync("lobby", Map.class));
    }
}
