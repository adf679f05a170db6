package io.meshws.internal.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.internal.cluster.ClusterMessage.PresenceChange;
import io.meshws.internal.cluster.PresenceDirectory.Present;
import io.meshws.internal.cluster.PresenceDirectory.Version;
import io.meshws.internal.cluster.PresenceDirectory.View;
import io.meshws.protocol.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RosterTest {
    private static final Version VERSION = new Version("", 1);
    private final List<String> byConnection = new ArrayList<>();
    private final List<String> byUser = new ArrayList<>();
    private final List<Duration> ends = new ArrayList<>();
    private final Roster roster = new Roster("lobby", this::told, ends::add);

    private void told(Update update) {
        if (update.stateEnd() != null) {
            byUser.add(text(update.stateEnd().frame(Grouping.USER)));
        }
        if (update.concerns(Grouping.USER)) {
            byUser.add(text(update.frame(Grouping.USER)));
        }
        byConnection.add(text(update.frame(Grouping.CONNECTION)));
    }

    private static String text(String frame) {
        JsonObject payload = Json.readTrusted(frame).asJsonObject().getJsonObject("payload");
        assertEquals("lobby", payload.getString("roomName"));
        return payload.getString("type") + " " + payload.getString("connectionId", "")
                + (payload.containsKey("userId") ? "/" + payload.getString("userId") : "")
                + (payload.containsKey("state") ? "=" + payload.get("state") : "") + "@"
                + payload.getInt("timestamp");
    }

    private void change(int time, String changes) {
        roster.change(new PresenceChange("lobby", VERSION, time, changes));
    }

    private void become(int time, Map<String, String> users, Map<String, String> states) {
        roster.become(new View(VERSION, time, new Present(users, states)));
    }

    private void assertTold(List<String> connections, List<String> users) {
        assertEquals(connections, byConnection);
        assertEquals(users, byUser);
        byConnection.clear();
        byUser.clear();
    }

    @Test
    void usersAreToldOfFirstAndLast() {
        change(1, "[[\"join\",\"a\",\"ann\"],[\"join\",\"b\",\"ann\"],[\"join\",\"c\",null]]");
        assertTold(List.of("join a@1", "join b@1", "join c@1"), List.of("join /ann@1", "join /c@1"));
        change(2, "[[\"leave\",\"a\"],[\"leave\",\"c\"],[\"leave\",\"b\"],[\"leave\",\"b\"]]");
        assertTold(List.of("leave a@2", "leave c@2", "leave b@2"), List.of("leave /c@2", "leave /ann@2"));
        assertEquals(new Present(Map.of(), Map.of()), roster.present());
    }

    @Test
    void aStateEndsWithItsConnection() {
        change(
                1,
                "[[\"join\",\"a\",\"ann\"],[\"join\",\"b\",\"ann\"],[\"state\",\"a\",1,false],[\"state\",\"b\",2,true]]");
        change(2, "[[\"leave\",\"a\"],[\"leave\",\"b\"]]");
        assertTold(
                List.of("join a@1", "join b@1", "state a=1@1", "leave a@2", "leave b@2"),
                List.of("join /ann@1", "state a/ann=1@1", "state a/ann=null@2", "state b/ann=null@2", "leave /ann@2"));
    }

    @Test
    void theEndOfAStateIsKnownInAdvance() {
        change(1, "[[\"join\",\"a\",null],[\"join\",\"b\",\"bob\",1,300],[\"join\",\"c\",null,1]]");
        assertEquals(List.of(Duration.ofMillis(300)), ends);
        change(2, "[[\"state\",\"a\",1,true,200],[\"state\",\"b\",2,false],[\"state\",\"c\",null,false]]");
        assertEquals(List.of(Duration.ofMillis(300), Duration.ofMillis(200)), ends);
    }

    @Test
    void onlyDifferencesToAViewAreTold() {
        change(
                1,
                "[[\"join\",\"a\",\"ann\"],[\"join\",\"b\",\"bob\"],[\"state\",\"a\",1,false],[\"state\",\"b\",1,false]]");
        byConnection.clear();
        byUser.clear();
        become(2, Map.of("a", "ann", "b", "bob"), Map.of("a", "1"));
        assertTold(List.of("state b=null@2"), List.of("state b/bob=null@2"));
        become(3, Map.of("a", "ann", "b", "bob"), Map.of("a", "2"));
        assertTold(List.of("state a=2@3"), List.of("state a/ann=2@3"));
        become(4, Map.of("a", "ann", "b", "bob"), Map.of("a", "2"));
        assertTold(List.of(), List.of());
        become(5, Map.of("b", "bob"), Map.of());
        assertTold(List.of("leave a@5"), List.of("state a/ann=null@5", "leave /ann@5"));
    }

    @Test
    void aUserWhoChangedConnectionsUnseenWasNeverAway() {
        change(1, "[[\"join\",\"a\",\"ann\"]]");
        byConnection.clear();
        byUser.clear();
        become(2, Map.of("b", "ann"), Map.of());
        assertTold(List.of("join b@2", "leave a@2"), List.of());
    }

    @Test
    void aConnectionThatCameBackAsAnotherUserLeftAndJoined() {
        change(1, "[[\"join\",\"a\",\"ann\"],[\"state\",\"a\",1,false]]");
        byConnection.clear();
        byUser.clear();
        become(2, Map.of("a", "bob"), Map.of("a", "1"));
        assertTold(
                List.of("leave a@2", "join a@2", "state a=1@2"),
                List.of("state a/ann=null@2", "leave /ann@2", "join /bob@2", "state a/bob=1@2"));
    }

    @Test
    void missingMembersMayComeBack() {
        change(1, "[[\"join\",\"a\",\"ann\"],[\"state\",\"a\",1,false]]");
        byConnection.clear();
        byUser.clear();
        roster.add(new View(VERSION, 2, new Present(Map.of("b", "bob"), Map.of())));
        assertTold(List.of("join b@2"), List.of("join /bob@2"));
        assertEquals(new Present(Map.of("a", "ann", "b", "bob"), Map.of("a", "1")), roster.present());
    }
}
