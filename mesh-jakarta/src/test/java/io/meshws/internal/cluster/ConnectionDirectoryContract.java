package io.meshws.internal.cluster;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshws.internal.cluster.ClusterFixture.Instance;
import io.meshws.internal.cluster.ConnectionDirectory.LocalConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The promises of {@link ConnectionDirectory}. */
public abstract class ConnectionDirectoryContract extends ClusterContract {
    private ConnectionDirectory directory;
    private RoomDirectory rooms;

    @BeforeEach
    void findDirectory() {
        directory = first.cluster().connections();
        rooms = first.cluster().rooms();
    }

    @Test
    void hasTheConnectionsThatWerePut() {
        String id = first.newConnection();
        String metadata = "{\"name\":\"Zoë \\\"{}\\\" 🚀\\n\",\"n\":[1,2]}";
        get(directory.put(id, metadata));
        assertEquals(Optional.of(metadata), get(directory.metadata(id)));
        get(directory.put(id, "null"));
        assertEquals(Optional.of("null"), get(directory.metadata(id)));
        assertEquals(Map.of(id, "null"), get(directory.select(Optional::of)));
    }

    @Test
    void knowsNothingOfConnectionsThatAreNot() {
        assertEquals(Optional.empty(), get(directory.metadata(first.newConnection())));
        assertEquals(Optional.empty(), get(directory.metadata("no id at all {*?[")));
        assertEquals(Map.of(), get(directory.metadata(List.of())));
        assertEquals(Map.of(), get(directory.select(Optional::of)));
        get(directory.remove(first.newConnection(), List.of("room")));
    }

    @Test
    void answersForManyAtOnce() {
        Map<String, String> expected = new HashMap<>();
        for (int i = 0; i < 2500; i++) {
            expected.put(first.newConnection(), Integer.toString(i));
        }
        Map<String, LocalConnection> own = new HashMap<>();
        expected.forEach((id, metadata) -> own.put(id, new LocalConnection(metadata, Set.of())));
        get(directory.replaceLocal(own));
        List<String> asked = new java.util.ArrayList<>(expected.keySet());
        asked.add(first.newConnection());
        asked.add(ConnectionId.next(ConnectionId.newInstanceId()));
        assertEquals(expected, get(directory.metadata(asked)));
        assertEquals(expected, get(directory.select(Optional::of)));
    }

    @Test
    void removesAConnectionFromItsRooms() {
        String id = first.newConnection();
        String stays = first.newConnection();
        get(directory.put(id, "1"));
        get(rooms.join("a", id));
        get(rooms.join("b", id));
        get(rooms.join("b", stays));
        get(directory.remove(id, List.of("a", "b")));
        assertEquals(Optional.empty(), get(directory.metadata(id)));
        assertEquals(Set.of(), get(rooms.members("a")));
        assertEquals(Set.of(stays), get(rooms.members("b")));
        assertEquals(Set.of(), get(rooms.roomsOf(id)));
        assertEquals(Set.of("b"), get(rooms.all()));
    }

    @Test
    void replacesAllThatIsOwn() {
        String gone = first.newConnection();
        String moved = first.newConnection();
        String added = first.newConnection();
        get(directory.put(gone, "1"));
        get(directory.put(moved, "2"));
        get(rooms.join("a", gone));
        get(rooms.join("a", moved));
        get(rooms.join("b", moved));
        get(directory.replaceLocal(Map.of(
                moved, new LocalConnection("3", Set.of("b", "c")), added, new LocalConnection("4", Set.of("c")))));
        assertEquals(Map.of(moved, "3", added, "4"), get(directory.select(Optional::of)));
        assertEquals(Set.of(), get(rooms.members("a")));
        assertEquals(Set.of(moved), get(rooms.members("b")));
        assertEquals(Set.of(moved, added), get(rooms.members("c")));
        assertEquals(Set.of("b", "c"), get(rooms.roomsOf(moved)));
        assertEquals(Set.of(), get(rooms.roomsOf(gone)));
        assertEquals(Set.of("b", "c"), get(rooms.all()));
        get(directory.replaceLocal(Map.of()));
        assertEquals(Map.of(), get(directory.select(Optional::of)));
        assertEquals(Set.of(), get(rooms.all()));
        assertFalse(get(rooms.contains("c", added)));
    }

    @Test
    void replacesManyRooms() {
        Map<String, LocalConnection> own = new HashMap<>();
        for (int i = 0; i < 600; i++) {
            own.put(first.newConnection(), new LocalConnection("null", Set.of("room " + i, "all")));
        }
        get(directory.replaceLocal(own));
        assertEquals(601, get(rooms.all()).size());
        assertEquals(own.keySet(), get(rooms.members("all")));
    }

    @Test
    void isOneForAllInstances() {
        assumeTrue(fixture.hasSeveral());
        Instance other = fixture.another();
        String mine = first.newConnection();
        String theirs = other.newConnection();
        get(directory.put(mine, "1"));
        get(other.cluster().connections().put(theirs, "2"));
        assertEquals(Map.of(mine, "1", theirs, "2"), get(directory.select(Optional::of)));
        assertEquals(Map.of(mine, "1", theirs, "2"), get(directory.metadata(List.of(mine, theirs))));
        get(directory.replaceLocal(Map.of()));
        assertEquals(Map.of(theirs, "2"), get(directory.select(Optional::of)));
    }

    @Test
    void forgetsAnInstanceThatStopped() {
        assumeTrue(fixture.hasSeveral());
        Instance other = fixture.another();
        String theirs = other.newConnection();
        get(other.cluster().connections().put(theirs, "2"));
        get(other.cluster().rooms().join("room", theirs));
        assertTrue(get(rooms.contains("room", theirs)));
        get(other.cluster().stop());
        assertEquals(Map.of(), get(directory.select(Optional::of)));
        assertEquals(Set.of(), get(rooms.members("room")));
        assertEquals(Set.of(), get(rooms.all()));
    }
}
