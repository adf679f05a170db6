package io.meshws.internal.cluster;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshws.internal.cluster.ClusterFixture.Instance;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promises of {@link RoomDirectory}. */
public abstract class RoomDirectoryContract extends ClusterContract {
    private RoomDirectory rooms;

    @BeforeEach
    void findRooms() {
        rooms = first.cluster().rooms();
    }

    @Test
    void saysWhetherAJoinOrLeaveChangedAnything() {
        String id = first.newConnection();
        assertTrue(get(rooms.join("room", id)));
        assertFalse(get(rooms.join("room", id)));
        assertTrue(get(rooms.leave("room", id)));
        assertFalse(get(rooms.leave("room", id)));
    }

    @Test
    void knowsMembersAndRooms() {
        String a = first.newConnection();
        String b = first.newConnection();
        get(rooms.join("x", a));
        get(rooms.join("y", a));
        get(rooms.join("y", b));
        assertEquals(Set.of(a), get(rooms.members("x")));
        assertEquals(Set.of(a, b), get(rooms.members("y")));
        assertEquals(Set.of("x", "y"), get(rooms.roomsOf(a)));
        assertEquals(Set.of("x", "y"), get(rooms.all()));
        assertTrue(get(rooms.contains("y", b)));
        assertFalse(get(rooms.contains("x", b)));
        get(rooms.leave("x", a));
        assertEquals(Set.of("y"), get(rooms.all()));
        assertEquals(Set.of("y"), get(rooms.roomsOf(a)));
        assertEquals(Set.of(), get(rooms.members("x")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "}{",
                "{a}{b}",
                "a b",
                "日本語 🚀",
                "\"quoted\" 'and' \\",
                "*?[a-z]",
                "%7B",
                "x:members:y",
                "a,b/c.d",
                " "
            })
    void takesAnyName(String room) {
        String id = first.newConnection();
        get(rooms.join(room, id));
        assertEquals(Set.of(id), get(rooms.members(room)));
        assertTrue(get(rooms.contains(room, id)));
        assertEquals(Set.of(room), get(rooms.roomsOf(id)));
        assertEquals(Set.of(room), get(rooms.all()));
        get(rooms.setMetadata(room, Optional.of("{\"a\":\"" + room.length() + "\"}")));
        assertEquals(Set.of(room), get(rooms.allMetadata()).keySet());
        assertTrue(get(rooms.leave(room, id)));
        assertEquals(Set.of(), get(rooms.members(room)));
    }

    @Test
    void doesNotMixUpNamesThatLookAlike() {
        String a = first.newConnection();
        String b = first.newConnection();
        get(rooms.join("{", a));
        get(rooms.join("%7B", b));
        assertEquals(Set.of(a), get(rooms.members("{")));
        assertEquals(Set.of(b), get(rooms.members("%7B")));
    }

    @Test
    void joinsMembersOfAllInstances() {
        assumeTrue(fixture.hasSeveral());
        Instance other = fixture.another();
        String mine = first.newConnection();
        String theirs = other.newConnection();
        get(rooms.join("room", mine));
        get(other.cluster().rooms().join("room", theirs));
        assertEquals(Set.of(mine, theirs), get(rooms.members("room")));
        assertEquals(Set.of(mine, theirs), get(other.cluster().rooms().members("room")));
        assertTrue(get(rooms.contains("room", theirs)));
        assertEquals(Set.of("room"), get(rooms.roomsOf(theirs)));
    }

    @Test
    void removesMembersOfAnOwnerThatIsGone() {
        assumeTrue(fixture.hasSeveral());
        String orphan = ConnectionId.next(ConnectionId.newInstanceId());
        get(rooms.join("room", orphan));
        assertTrue(get(rooms.leave("room", orphan)));
        assertEquals(Set.of(), get(rooms.members("room")));
    }

    @Test
    void keepsMetadataUntilItIsRemoved() {
        assertEquals(Optional.empty(), get(rooms.metadata("room")));
        get(rooms.setMetadata("room", Optional.of("{\"topic\":\"ü\"}")));
        get(rooms.setMetadata("other", Optional.of("null")));
        assertEquals(Optional.of("{\"topic\":\"ü\"}"), get(rooms.metadata("room")));
        assertEquals(Map.of("room", "{\"topic\":\"ü\"}", "other", "null"), get(rooms.allMetadata()));
        get(rooms.setMetadata("room", Optional.empty()));
        assertEquals(Optional.empty(), get(rooms.metadata("room")));
        assertEquals(Map.of("other", "null"), get(rooms.allMetadata()));
    }

    @Test
    void replacesMetadataOnlyIfItIsAsExpected() {
        Optional<String> none = Optional.empty();
        assertFalse(get(rooms.replaceMetadata("room", Optional.of("1"), Optional.of("2"))));
        assertTrue(get(rooms.replaceMetadata("room", none, none)));
        assertTrue(get(rooms.replaceMetadata("room", none, Optional.of("1"))));
        assertFalse(get(rooms.replaceMetadata("room", none, Optional.of("2"))));
        assertFalse(get(rooms.replaceMetadata("room", none, none)));
        assertFalse(get(rooms.replaceMetadata("room", Optional.of("0"), Optional.of("2"))));
        assertTrue(get(rooms.replaceMetadata("room", Optional.of("1"), Optional.of(""))));
        assertTrue(get(rooms.replaceMetadata("room", Optional.of(""), Optional.of("3"))));
        assertEquals(Optional.of("3"), get(rooms.metadata("room")));
        assertFalse(get(rooms.replaceMetadata("room", Optional.of("0"), none)));
        assertTrue(get(rooms.replaceMetadata("room", Optional.of("3"), none)));
        assertEquals(none, get(rooms.metadata("room")));
    }

    @Test
    void losesNoIncrementOfEightWriters() {
        int writers = 8;
        int each = 50;
        CompletableFuture<?>[] done = IntStream.range(0, writers)
                .mapToObj(writer -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < each; i++) {
                        increment();
                    }
                }))
                .toArray(CompletableFuture[]::new);
        get(CompletableFuture.allOf(done));
        assertEquals(Optional.of(Integer.toString(writers * each)), get(rooms.metadata("counter")));
    }

    private void increment() {
        boolean replaced = false;
        while (!replaced) {
            Optional<String> before = get(rooms.metadata("counter"));
            int next = before.map(Integer::parseInt).orElse(0) + 1;
            replaced = get(rooms.replaceMetadata("counter", before, Optional.of(Integer.toString(next))));
        }
    }
}
