package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.Frame;
import io.meshws.testing.Eventually;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Names, rooms and states that are taken back before the replies to taking them arrive. */
@Timeout(60)
class TakenBackTest extends OfflineSetting {
    private static final String TAKE = "mesh/take-name";
    private static final String FREE = "mesh/free-name";
    private static final String JOIN = "mesh/join-room";
    private static final String LEAVE = "mesh/leave-room";
    private static final String PUBLISH = "mesh/publish-presence-state";
    private static final String CLEAR = "mesh/clear-presence-state";
    private static final String TAKEN = "{\"success\":true,\"since\":1}";
    private static final String JOINED = "{\"success\":true,\"present\":[]}";
    private static final String DONE = "{\"success\":true}";

    /** The server replies to nothing by itself. */
    @BeforeEach
    void connect() {
        server.onCall((scripted, call) -> {});
        connect(builder -> builder.pingTimeout(Duration.ZERO));
    }

    /** The server replies to the restoring requests; an event follows. */
    private void restore() {
        server.reply(TAKE, request -> TAKEN).reply(JOIN, request -> JOINED).reply(PUBLISH, request -> "true");
        reconnect();
        client.send("told", null);
    }

    private void joined() throws InterruptedException {
        CompletableFuture<Room> lobby = client.joinRoom("lobby");
        server.reply(server.nextCall(JOIN), JOINED);
        Eventually.get(lobby);
    }

    @Test
    void aFreedNameIsNotTakenAgain() throws Exception {
        CompletableFuture<TakenName> taking = client.takeName("till-17");
        CompletableFuture<Void> freeing = client.freeName("till-17");
        server.reply(server.nextCall(TAKE), TAKEN);
        server.reply(server.nextCall(FREE), DONE);
        Eventually.get(freeing);
        TakenName till = Eventually.get(taking);
        assertFalse(till.isHeld());
        Eventually.get(till.ended());
        restore();
        assertInstanceOf(Frame.Event.class, server.next(), "nothing was restored");
    }

    @Test
    void aNameThatIsTakenOnceMoreIsTakenAgain() throws Exception {
        CompletableFuture<TakenName> first = client.takeName("till-17");
        client.freeName("till-17");
        CompletableFuture<TakenName> second = client.takeName("till-17");
        server.reply(server.nextCall(TAKE), TAKEN);
        server.reply(server.nextCall(FREE), DONE);
        server.reply(server.nextCall(TAKE), TAKEN);
        assertFalse(Eventually.get(first).isHeld());
        assertTrue(Eventually.get(second).isHeld());
        restore();
        server.nextCall(TAKE);
    }

    @Test
    void aClearedStateIsNotPublishedAgain() throws Exception {
        joined();
        CompletableFuture<Boolean> publishing = client.publishPresenceState("lobby", "typing");
        CompletableFuture<Boolean> clearing = client.clearPresenceState("lobby");
        server.reply(server.nextCall(PUBLISH), "true");
        server.reply(server.nextCall(CLEAR), "true");
        assertTrue(Eventually.get(publishing));
        assertTrue(Eventually.get(clearing));
        restore();
        assertEquals(
                JOIN, assertInstanceOf(Frame.ClientCall.class, server.next()).command());
        assertInstanceOf(Frame.Event.class, server.next(), "no state was restored");
    }

    @Test
    void aStateIsNotPublishedAgainAfterItsRoomWasLeft() throws Exception {
        joined();
        CompletableFuture<Boolean> publishing = client.publishPresenceState("lobby", "typing");
        CompletableFuture<Void> leaving = client.leaveRoom("lobby");
        server.reply(server.nextCall(PUBLISH), "true");
        server.reply(server.nextCall(LEAVE), DONE);
        assertTrue(Eventually.get(publishing));
        Eventually.get(leaving);
        restore();
        assertInstanceOf(Frame.Event.class, server.next(), "nothing was restored");
    }

    @Test
    void theLastOfTheStatesThatAreUnderWayIsPublishedAgain() throws Exception {
        joined();
        client.publishPresenceState("lobby", "typing");
        client.clearPresenceState("lobby");
        CompletableFuture<Boolean> last = client.publishPresenceState("lobby", "away");
        server.reply(server.nextCall(PUBLISH), "true");
        server.reply(server.nextCall(CLEAR), "true");
        server.reply(server.nextCall(PUBLISH), "true");
        assertTrue(Eventually.get(last));
        restore();
        assertEquals("away", server.nextCall(PUBLISH).payload().asJsonObject().getString("state"));
    }

    @Test
    void aRoomThatIsLeftIsNotJoinedAgain() throws Exception {
        CompletableFuture<Room> joining = client.joinRoom("lobby");
        CompletableFuture<Void> leaving = client.leaveRoom("lobby");
        server.reply(server.nextCall(JOIN), JOINED);
        server.reply(server.nextCall(LEAVE), DONE);
        Eventually.get(leaving);
        assertFalse(Eventually.get(joining).isLive());
        restore();
        assertInstanceOf(Frame.Event.class, server.next(), "nothing was restored");
    }
}
