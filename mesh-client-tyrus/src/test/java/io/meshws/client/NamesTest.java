package io.meshws.client;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Frame;
import io.meshws.protocol.FrameText;
import io.meshws.testing.Eventually;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Names that a client takes, and keeps. */
@Timeout(60)
class NamesTest extends OfflineSetting {
    private static final String TAKE = "mesh/take-name";
    private static final String FREE = "mesh/free-name";

    private final List<NameLost> lost = new CopyOnWriteArrayList<>();
    private final AtomicInteger takes = new AtomicInteger();

    @BeforeEach
    void connect() {
        server.reply(TAKE, request -> "{\"success\":true,\"name\":" + request.get("name") + ",\"since\":1767225600000}")
                .reply(FREE, request -> "{\"success\":true}");
        connect(builder -> builder.pingTimeout(Duration.ZERO));
        client.onNameLost(lost::add);
    }

    private JsonObject next(String command) throws InterruptedException {
        return server.nextCall(command).payload().asJsonObject();
    }

    private void say(String name, String reason) {
        server.send(FrameText.event("mesh/name-lost", "{\"name\":\"" + name + "\",\"reason\":\"" + reason + "\"}"));
    }

    private List<String> told() {
        return lost.stream().map(one -> one.name() + " " + one.why().code()).toList();
    }

    @Test
    void aNameIsTakenWithTheSameIncarnationEachTimeAndFreed() throws Exception {
        TakenName till = client.takeNameSync("till-17");
        JsonObject first = next(TAKE);
        assertEquals("till-17", first.getString("name"));
        assertEquals("refuse", first.getString("ifTaken"));
        assertEquals(Instant.ofEpochMilli(1767225600000L), till.since());
        assertEquals("till-17", till.name());
        assertTrue(till.isHeld());
        assertSame(till, client.takeNameSync("till-17", IfTaken.REPLACE));
        JsonObject second = next(TAKE);
        assertEquals("replace", second.getString("ifTaken"));
        assertEquals(first.getString("incarnation"), second.getString("incarnation"));
        assertFalse(first.getString("incarnation").isEmpty());

        till.freeSync();
        assertEquals("{\"name\":\"till-17\"}", next(FREE).toString());
        assertFalse(till.isHeld());
        get(till.ended());
        till.close();
        client.freeNameSync("other");
        assertEquals("{\"name\":\"other\"}", next(FREE).toString());
        assertEquals(List.of(), lost);
    }

    @Test
    void clientsAreDifferentIncarnations() throws Exception {
        client.takeNameSync("a");
        String one = next(TAKE).getString("incarnation");
        try (MeshClient other = server.connected()) {
            other.takeNameSync("a");
            assertNotEquals(one, next(TAKE).getString("incarnation"));
        }
    }

    @Test
    void aRefusedNameIsNotTakenAgainLater() throws Exception {
        server.reply(TAKE, request -> ErrorCode.ENAMETAKEN.body("taken").toJson());
        MeshClientException refused = assertThrows(MeshClientException.class, () -> client.takeNameSync("till-17"));
        assertEquals("ENAMETAKEN", refused.code());
        next(TAKE);
        server.reply(TAKE, request -> "{\"success\":true,\"since\":1}");
        reconnect();
        client.takeNameSync("last");
        assertEquals("last", next(TAKE).getString("name"));
        assertEquals(List.of(), lost);
    }

    @Test
    void namesAreTakenAgainBeforeTheClientIsBack() throws Exception {
        TakenName till = client.takeNameSync("till-17", IfTaken.REPLACE);
        JsonObject before = next(TAKE);
        List<Reconnected> back = new CopyOnWriteArrayList<>();
        client.onReconnect(back::add);
        reconnect();
        JsonObject after = next(TAKE);
        assertEquals(before.getString("incarnation"), after.getString("incarnation"));
        assertEquals("refuse", after.getString("ifTaken"));
        Eventually.holds("told", () -> back.size() == 1);
        assertEquals(List.of(), back.get(0).refused());
        assertTrue(till.isHeld());
    }

    @Test
    void aNameThatWentToSomebodyElseMeanwhileIsLost() throws Exception {
        TakenName till = client.takeNameSync("till-17");
        next(TAKE);
        server.reply(TAKE, request -> ErrorCode.ENAMETAKEN.body("taken").toJson());
        List<Reconnected> back = new CopyOnWriteArrayList<>();
        client.onReconnect(back::add);
        reconnect();
        Eventually.holds("told", () -> back.size() == 1);
        assertEquals("name till-17", back.get(0).refused().get(0).what());
        Eventually.equal("lost", List.of("till-17 ENAMETAKEN"), this::told);
        assertFalse(till.isHeld());
        assertEquals("ENAMETAKEN", ((MeshClientException) failure(till.ended())).code());
    }

    @Test
    void aClientThatIsToldOfALostNameHasItNoMore() {
        TakenName freed = client.takeNameSync("freed");
        TakenName replaced = client.takeNameSync("replaced");
        say("freed", "freed");
        say("replaced", "replaced");
        say("replaced", "replaced");
        say("unknown", "freed");
        Eventually.equal("lost", List.of("freed EFORBIDDEN", "replaced ENAMETAKEN"), this::told);
        assertEquals("EFORBIDDEN", ((MeshClientException) failure(freed.ended())).code());
        assertEquals("ENAMETAKEN", ((MeshClientException) failure(replaced.ended())).code());
        assertTrue(client.isConnected());
    }

    @Test
    void aNameThatWentToAConnectionOfItsPastIsTakenBack() throws Exception {
        TakenName till = client.takeNameSync("till-17", IfTaken.REPLACE);
        next(TAKE);
        say("till-17", "elsewhere");
        assertEquals("refuse", next(TAKE).getString("ifTaken"));
        client.takeNameSync("later");
        assertTrue(till.isHeld());
        server.reply(TAKE, request -> ErrorCode.ENAMETAKEN.body("taken").toJson());
        say("till-17", "elsewhere");
        Eventually.equal("lost", List.of("till-17 ENAMETAKEN"), this::told);
    }

    private void refuseToTake(ErrorCode code) {
        server.reply(TAKE, request -> {
            takes.incrementAndGet();
            return code.body("no").toJson();
        });
    }

    /** All that the server sent before was handled. */
    private void settle() {
        client.freeNameSync("other");
    }

    @ParameterizedTest
    @EnumSource(names = {"EUNAVAILABLE", "ERATE", "EBUSY", "ETIMEOUT"})
    void aNameIsLostOnlyWhenTheServerNamesItsHolder(ErrorCode temporary) {
        TakenName till = client.takeNameSync("till-17");
        refuseToTake(temporary);
        say("till-17", "elsewhere");
        Eventually.holds("to be asked again and again", () -> {
            timers.advance(ReconnectPolicy.DEFAULT.first());
            return takes.get() > 3;
        });
        settle();
        assertTrue(till.isHeld());
        assertEquals(List.of(), lost);
        refuseToTake(ErrorCode.ENAMETAKEN);
        Eventually.holds("to be lost", () -> {
            timers.advance(ReconnectPolicy.DEFAULT.first());
            return !till.isHeld();
        });
        Eventually.equal("lost", List.of("till-17 ENAMETAKEN"), this::told);
    }

    @Test
    void aNameThatCannotBeTakenForNowIsTakenBeforeTheClientIsBack() throws Exception {
        TakenName till = client.takeNameSync("till-17");
        next(TAKE);
        server.reply(TAKE, request -> ErrorCode.EUNAVAILABLE.body("No Redis").toJson());
        server.close(1001, "restart");
        Eventually.holds("lost", () -> client.state() instanceof ConnectionState.Reconnecting);
        timers.advance(ReconnectPolicy.DEFAULT.first());
        next(TAKE);
        assertFalse(client.isConnected());
        server.reply(TAKE, request -> "{\"success\":true,\"since\":1}");
        Eventually.holds("back", () -> {
            timers.advance(ReconnectPolicy.DEFAULT.first());
            return client.isConnected();
        });
        assertTrue(till.isHeld());
        assertEquals(List.of(), lost);
    }

    @Test
    void aNameThatWasFreedIsNotAskedForAgain() {
        TakenName till = client.takeNameSync("till-17");
        refuseToTake(ErrorCode.EUNAVAILABLE);
        say("till-17", "elsewhere");
        Eventually.holds("asked", () -> takes.get() == 1);
        settle();
        till.freeSync();
        timers.advance(ReconnectPolicy.DEFAULT.ceiling());
        settle();
        assertEquals(1, takes.get());
        assertEquals(List.of(), lost);
    }

    @Test
    void aNameIsFreedAfterItsTakingTimedOutUnlessItIsTakenAgainMeanwhile() throws Exception {
        server.onCall((scripted, call) -> {});
        CompletableFuture<TakenName> first = client.takeName("till-17");
        next(TAKE);
        timers.advance(Duration.ofSeconds(20));
        CompletableFuture<TakenName> second = client.takeName("till-17");
        next(TAKE);
        timers.advance(Duration.ofSeconds(10));
        assertEquals("ETIMEOUT", ClientFailure.of(first).code());
        client.send("told", null);
        assertInstanceOf(Frame.Event.class, server.next(), "nothing was freed");
        timers.advance(Duration.ofSeconds(20));
        assertEquals("ETIMEOUT", ClientFailure.of(second).code());
        assertEquals("{\"name\":\"till-17\"}", next(FREE).toString());
    }

    @Test
    void aClosedClientHasNoNames() {
        TakenName till = client.takeNameSync("till-17");
        client.close();
        get(till.ended());
        assertFalse(till.isHeld());
        assertEquals(List.of(), lost);
    }

    @Test
    void aFrameThatIsNotOfTheProtocolEndsTheConnection() throws Exception {
        server.send(FrameText.event("mesh/name-lost", "{\"name\":5}"));
        assertEquals(1007, server.nextEnd());
    }
}
