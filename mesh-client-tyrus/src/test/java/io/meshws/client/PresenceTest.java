package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PresenceTest {
    private static final String SUBSCRIBE = "mesh/subscribe-presence";

    private final ScriptedServer server = new ScriptedServer().echo();
    private final BlockingQueue<PresenceUpdate> heard = new LinkedBlockingQueue<>();
    private MeshClient client;

    private void connect(String reply) {
        server.reply(SUBSCRIBE, request -> reply);
        client = server.connected(Fast::reconnect);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private void update(String rest) {
        server.send(
                FrameText.event("mesh/presence-update", "{\"roomName\":\"lobby\",\"timestamp\":5000," + rest + "}"));
    }

    private PresenceUpdate next() throws InterruptedException {
        return heard.poll(10, TimeUnit.SECONDS);
    }

    private static String withoutTime(PresenceUpdate update) {
        return update.toString().replaceAll(", at=[^]]*", "");
    }

    private void reconnect(String reply) {
        server.reply(SUBSCRIBE, request -> reply);
        String before = client.connectionId();
        server.close(1001, "restart");
        Eventually.holds(
                "back", () -> client.isConnected() && !client.connectionId().equals(before));
    }

    @Test
    void presenceIsKeptUpToDate() throws Exception {
        connect("{\"success\":true,\"present\":[\"a\",\"b\"],\"states\":{\"a\":\"typing\"}}");
        PresenceSubscription lobby = client.subscribePresenceSync("lobby", heard::add);
        assertEquals(
                "{\"roomName\":\"lobby\"}", server.nextCall(SUBSCRIBE).payload().toString());
        assertEquals(new PresenceView(Set.of("a", "b"), Map.of("a", Json.string("typing")), Map.of()), lobby.value());

        update("\"type\":\"join\",\"connectionId\":\"c\"");
        update("\"type\":\"state\",\"connectionId\":\"c\",\"state\":{\"x\":1}");
        update("\"type\":\"leave\",\"connectionId\":\"a\"");
        update("\"type\":\"state\",\"connectionId\":\"c\",\"state\":null");

        Instant at = Instant.ofEpochMilli(5000);
        assertEquals(new PresenceUpdate.Joined("lobby", "c", at), next());
        JsonValue state = Json.object().add("x", 1).build();
        assertEquals(new PresenceUpdate.StateChanged("lobby", "c", Optional.empty(), Optional.of(state), at), next());
        assertEquals(new PresenceUpdate.Left("lobby", "a", at), next());
        assertEquals(new PresenceUpdate.StateChanged("lobby", "c", Optional.empty(), Optional.empty(), at), next());
        assertEquals(new PresenceView(Set.of("b", "c"), Map.of(), Map.of()), lobby.value());
    }

    @Test
    void changesDuringABrokenLinkAreToldAsDifferences() throws Exception {
        connect("{\"success\":true,\"present\":[\"a\",\"b\",\"c\"],\"states\":{\"a\":1,\"b\":2,\"c\":3}}");
        PresenceSubscription lobby = client.subscribePresenceSync("lobby", heard::add);
        reconnect("{\"success\":true,\"present\":[\"b\",\"c\",\"d\"],\"states\":{\"b\":2,\"d\":4}}");
        assertEquals("Left[roomName=lobby, member=a]", withoutTime(next()));
        assertEquals("Joined[roomName=lobby, member=d]", withoutTime(next()));
        assertEquals(
                "StateChanged[roomName=lobby, connectionId=d, userId=Optional.empty, state=Optional[4]]",
                withoutTime(next()));
        assertEquals(
                "StateChanged[roomName=lobby, connectionId=c, userId=Optional.empty, state=Optional.empty]",
                withoutTime(next()));
        client.commandSync("echo", 1, Integer.class);
        assertEquals(0, heard.size());
        assertEquals(Set.of("b", "c", "d"), lobby.value().present());
    }

    @Test
    void byUserStatesAreThoseOfConnections() throws Exception {
        connect("{\"success\":true,\"present\":[\"ada\"],\"states\":{\"a1\":\"typing\"},\"users\":{\"a1\":\"ada\"}}");
        PresenceSubscription lobby = client.subscribePresenceSync("lobby", PresenceBy.USER, heard::add);
        assertEquals(
                "{\"roomName\":\"lobby\",\"by\":\"user\"}",
                server.nextCall(SUBSCRIBE).payload().toString());
        assertEquals(Map.of("a1", "ada"), lobby.value().users());
        update("\"type\":\"join\",\"userId\":\"bob\"");
        update("\"type\":\"state\",\"connectionId\":\"b1\",\"userId\":\"bob\",\"state\":\"away\"");
        update("\"type\":\"leave\",\"userId\":\"ada\"");
        assertEquals("Joined[roomName=lobby, member=bob]", withoutTime(next()));
        assertEquals(Optional.of("bob"), ((PresenceUpdate.StateChanged) next()).userId());
        assertEquals("Left[roomName=lobby, member=ada]", withoutTime(next()));
        assertEquals(
                new PresenceView(Set.of("bob"), Map.of("b1", Json.string("away")), Map.of("b1", "bob")),
                lobby.value(),
                "the state of who left went with them");
    }

    @Test
    void aRoomIsFollowedInOneWayOnly() {
        connect("{\"success\":true,\"present\":[],\"states\":{}}");
        client.subscribePresenceSync("lobby");
        assertThrows(IllegalStateException.class, () -> client.subscribePresence("lobby", PresenceBy.USER, heard::add));
    }

    @Test
    void subscribersBeginWithTheMembers() {
        connect("{\"success\":true,\"present\":[\"a\"],\"states\":{\"a\":1}}");
        PresenceSubscription lobby = client.subscribePresenceSync("lobby");
        Collecting<PresenceUpdate> all = Collecting.all(lobby);
        update("\"type\":\"join\",\"connectionId\":\"b\"");
        Eventually.holds("three updates", () -> all.items.size() == 3);
        assertEquals(
                List.of(
                        "Joined[roomName=lobby, member=a]",
                        "StateChanged[roomName=lobby, connectionId=a, userId=Optional.empty, state=Optional[1]]",
                        "Joined[roomName=lobby, member=b]"),
                all.items.stream().map(PresenceTest::withoutTime).toList());
    }

    @Test
    void itCanBeReadOnce() throws Exception {
        server.reply(
                "mesh/get-presence-state",
                request -> "{\"success\":true,\"present\":[\"ada\"],\"states\":{},\"users\":{}}");
        connect("{}");
        assertEquals(
                Set.of("ada"),
                client.getPresenceStateSync("lobby", PresenceBy.USER).present());
        server.reply("mesh/get-presence-state", request -> "{\"success\":false,\"present\":[]}");
        assertEquals(
                "EFORBIDDEN",
                assertThrows(MeshClientException.class, () -> client.getPresenceStateSync("lobby"))
                        .code());
    }

    @Test
    void aRefusalIsAnError() {
        connect("{\"success\":false,\"present\":[]}");
        assertEquals(
                "EFORBIDDEN",
                ClientFailure.of(client.subscribePresence("lobby", heard::add)).code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"type\":\"dance\"", "\"type\":\"join\"", "\"type\":\"state\",\"state\":1", "\"type\":5"})
    void anUpdateOfAnotherFormEndsTheConnection(String rest) throws Exception {
        connect("{\"success\":true,\"present\":[],\"states\":{}}");
        client.subscribePresenceSync("lobby", heard::add);
        update(rest);
        assertEquals(1007, server.nextEnd());
    }
}
