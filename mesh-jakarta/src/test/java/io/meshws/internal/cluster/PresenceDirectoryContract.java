package io.meshws.internal.cluster;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshws.internal.cluster.ClusterFixture.Instance;
import io.meshws.internal.cluster.ClusterMessage.PresenceChange;
import io.meshws.internal.cluster.PresenceDirectory.Member;
import io.meshws.internal.cluster.PresenceDirectory.Present;
import io.meshws.internal.cluster.PresenceDirectory.State;
import io.meshws.internal.cluster.PresenceDirectory.View;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promises of {@link PresenceDirectory}. */
public abstract class PresenceDirectoryContract extends ClusterContract {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Map<String, String> BOTH = Map.of("a", "ann", "b", "bob");

    private PresenceDirectory presence;

    @BeforeEach
    void findPresence() {
        presence = first.cluster().presence();
    }

    private static Member member(String id, String user) {
        return new Member(id, user, Optional.empty());
    }

    private static Member member(String id, String user, String state) {
        return new Member(id, user, Optional.of(new State(state, Optional.empty())));
    }

    private void assertPublished(Instance to, long version, String changes) {
        PresenceChange change = (PresenceChange) to.receiver().next();
        assertEquals("r", change.room());
        assertEquals(version, change.version().number());
        assertEquals(Json.readTrusted(changes), Json.readTrusted(change.changes()));
    }

    @Test
    void readsSoManyBytesOfStates() {
        for (int i = 0; i < 10; i++) {
            String id = "id" + i;
            get(presence.join(
                    "r", List.of(new Member(id, id, Optional.of(new State("\"€€\"", Optional.empty())))), LONG));
        }
        // An id of three bytes, a state of eight.
        View part = get(presence.read("r", true, 3 * 11 + 10));
        assertEquals(3, part.present().states().size());
        assertEquals(10, part.present().users().size());
        assertFalse(part.complete());
        View all = get(presence.read("r", true, 10 * 11));
        assertEquals(10, all.present().states().size());
        assertTrue(all.complete());
    }

    private Present present() {
        return get(presence.read("r", true)).present();
    }

    @Test
    void aJoinIsAnnouncedOnceWithUserAndState() {
        View empty = get(presence.watch("r"));
        assertEquals(new Present(Map.of(), Map.of()), empty.present());
        get(presence.join("r", List.of(member("a", "ann"), member("b", "b", "{\"x\":[1]}")), LONG));
        assertPublished(
                first, empty.version().number() + 1, "[[\"join\",\"a\",\"ann\"],[\"join\",\"b\",null,{\"x\":[1]}]]");
        get(presence.join("r", List.of(member("a", "bob", "2"), member("b", "b")), LONG));
        assertEquals(new Present(Map.of("a", "ann", "b", "b"), Map.of("b", "{\"x\":[1]}")), present());
        get(presence.leave("r", List.of("b", "c")));
        assertPublished(first, empty.version().number() + 2, "[[\"leave\",\"b\"]]");
        get(presence.leave("r", List.of("b")));
        assertEquals(empty.version().number() + 2, get(presence.watchAgain("r")).number());
        assertEquals(new Present(Map.of("a", "ann"), Map.of()), present());
        // Its earlier user and state are forgotten.
        get(presence.join("r", List.of(member("b", "bob")), LONG));
        assertEquals(new Present(Map.of("a", "ann", "b", "bob"), Map.of()), present());
    }

    @Test
    void renewingNamesMissingMembers() {
        get(presence.watch("r"));
        get(presence.join("r", List.of(member("a", "a"), member("b", "b")), SHORT));
        assertEquals(Set.of("c"), get(presence.renew("r", List.of("a", "c"), LONG)));
        Eventually.holds(() -> get(presence.expire("r", true)).version() == 2
                && present().users().size() == 1);
        assertEquals(Set.of("a"), present().users().keySet());
        assertEquals(Set.of("b"), get(presence.renew("r", List.of("a", "b"), LONG)));
        assertEquals(Set.of(), get(presence.renew("r", List.of(), LONG)));
        assertPublished(first, 1, "[[\"join\",\"a\",null],[\"join\",\"b\",null]]");
        assertPublished(first, 2, "[[\"leave\",\"b\"]]");
        assertEquals(0, first.receiver().waiting());
    }

    @Test
    void statesAreReplacedAndCleared() {
        get(presence.watch("r"));
        assertTrue(get(presence.state("r", member("a", "ann", "1"), LONG, false)));
        assertPublished(first, 1, "[[\"join\",\"a\",\"ann\"],[\"state\",\"a\",1,false]]");
        assertTrue(get(presence.state("r", member("a", "ann", "2"), LONG, true)));
        assertPublished(first, 2, "[[\"state\",\"a\",2,true]]");
        assertEquals(Map.of("a", "2"), present().states());
        assertTrue(get(presence.state("r", member("a", "ann"), LONG, false)));
        assertPublished(first, 3, "[[\"state\",\"a\",null,false]]");
        assertFalse(get(presence.state("r", member("a", "ann"), LONG, false)));
        assertEquals(new Present(Map.of("a", "ann"), Map.of()), present());
        // An older state that comes late undoes nothing.
        get(presence.join("r", List.of(member("a", "ann", "1")), LONG));
        assertEquals(Map.of(), present().states());
        assertEquals(0, first.receiver().waiting());
    }

    @Test
    void aClearedStateMakesPresentTooSoThatNoOlderOneComesBack() {
        assertFalse(get(presence.state("r", member("a", "ann"), LONG, false)));
        get(presence.join("r", List.of(member("a", "ann", "1")), LONG));
        assertEquals(new Present(Map.of("a", "ann"), Map.of()), present());
    }

    @Test
    void overdueMembersAreRemoved() {
        get(presence.watch("r"));
        State brief = new State("1", Optional.of(SHORT));
        get(presence.join("r", List.of(new Member("a", "a", Optional.of(brief)), member("b", "b", "2")), LONG));
        Eventually.holds(() -> get(presence.expire("r", false)).version() == 2);
        assertEquals(Map.of("b", "2"), present().states());
        assertPublished(first, 1, "[[\"join\",\"a\",null,1,1],[\"join\",\"b\",null,2]]");
        assertPublished(first, 2, "[[\"state\",\"a\",null,false]]");
        // One that replaces it lasts.
        get(presence.state("r", new Member("a", "a", Optional.of(brief)), LONG, true));
        get(presence.state("r", member("a", "a", "3"), LONG, true));
        Duration next = get(presence.expire("r", false)).next().orElseThrow();
        assertEquals(Map.of("a", "3", "b", "2"), present().states());
        assertTrue(next.compareTo(LONG) <= 0 && next.compareTo(LONG.dividedBy(2)) > 0, "that of the members: " + next);
        get(presence.leave("r", List.of("a", "b")));
        assertEquals(Optional.empty(), get(presence.expire("r", true)).next());
    }

    @Test
    void overdueMembersAreReadNoMoreThoughNobodyRemovedThem() {
        State brief = new State("1", Optional.of(SHORT));
        get(presence.join("r", List.of(new Member("a", "ann", Optional.of(brief)), member("b", "bob", "2")), LONG));
        get(presence.join("r", List.of(member("c", "c", "3")), SHORT));
        View all = get(presence.watch("r"));
        Eventually.holds(() -> get(presence.read("r", false)).present().equals(new Present(BOTH, Map.of("b", "2"))));
        Present overdueToo = new Present(Map.of("a", "ann", "b", "bob", "c", "c"), Map.of("b", "2", "c", "3"));
        assertEquals(overdueToo, present());
        assertEquals(all.present(), get(presence.watch("r")).present(), "whoever is told of changes has to know all");
        assertEquals(all.version(), get(presence.watchAgain("r")));
        assertEquals(0, first.receiver().waiting());
        // By now it is over, although no earlier read found that out.
        assertFalse(get(presence.state("r", member("a", "ann"), LONG, false)), "what is cleared was over");
        assertPublished(first, all.version().number() + 1, "[[\"state\",\"a\",null,false]]");
        assertFalse(get(presence.state("r", member("a", "ann"), LONG, false)));
        assertEquals(0, first.receiver().waiting());
    }

    @Test
    void subscribersToldOfAStateAreToldOfItsEnd() {
        get(presence.watch("r"));
        State ends = new State("1", Optional.of(LONG));
        get(presence.join("r", List.of(new Member("a", "a", Optional.of(ends))), LONG));
        assertPublished(first, 1, "[[\"join\",\"a\",null,1,60000]]");
        get(presence.state("r", new Member("a", "a", Optional.of(ends)), LONG, true));
        assertPublished(first, 2, "[[\"state\",\"a\",1,true,60000]]");
        get(presence.state("r", member("a", "a", "2"), LONG, false));
        assertPublished(first, 3, "[[\"state\",\"a\",2,false]]");
    }

    @Test
    void overdueMembersAreRemovedOnlyIfRequested() {
        get(presence.watch("r"));
        get(presence.join("r", List.of(member("a", "a")), SHORT));
        Eventually.holds(() -> get(presence.read("r", false)).present().users().isEmpty());
        assertEquals(Optional.empty(), get(presence.expire("r", false)).next(), "nothing to do but that");
        assertEquals(Set.of("a"), present().users().keySet());
        get(presence.expire("r", true));
        assertEquals(Set.of(), present().users().keySet());
    }

    @Test
    void everyWatcherIsToldAndNobodyElse() {
        assumeTrue(fixture.hasSeveral());
        Instance second = fixture.another();
        Instance stranger = fixture.another();
        get(presence.watch("r"));
        get(second.cluster().presence().watch("r"));
        get(stranger.cluster().presence().watch("r"));
        get(stranger.cluster().presence().unwatch("r"));
        get(second.cluster().presence().join("r", List.of(member("a", "ann")), LONG));
        for (Instance instance : List.of(first, second)) {
            assertPublished(instance, 1, "[[\"join\",\"a\",\"ann\"]]");
        }
        assertEquals(0, stranger.receiver().waiting());
    }

    @Test
    void manyComeAndGoAtOnce() {
        Map<String, String> users = new HashMap<>();
        Map<String, String> states = new HashMap<>();
        List<Member> members = IntStream.range(0, 1200)
                .mapToObj(i -> member("c" + i, "u" + i % 7, "\"" + "x".repeat(2000) + i + "\""))
                .toList();
        members.forEach(member -> {
            users.put(member.connectionId(), member.user());
            states.put(member.connectionId(), member.state().orElseThrow().text());
        });
        get(presence.join("r", members, LONG));
        assertEquals(new Present(users, states), present());
        assertEquals(Set.of(), get(presence.renew("r", users.keySet(), LONG)));
        get(presence.leave("r", users.keySet()));
        assertEquals(new Present(Map.of(), Map.of()), present());
        assertEquals(users.keySet(), get(presence.renew("r", users.keySet(), LONG)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "}{", "a b", "日本語 🚀", "\"quoted\" \\", "*?[a-z]", "%7B", "a/b", " "})
    void takesAnyName(String name) {
        get(presence.watch(name));
        get(presence.join(name, List.of(member("a", name)), LONG));
        PresenceChange change = (PresenceChange) first.receiver().next();
        assertEquals(name, change.room());
        assertEquals(
                Json.array().add(Json.array().add("join").add("a").add(name)).build(),
                Json.readTrusted(change.changes()));
        assertEquals(Map.of("a", name), get(presence.read(name, true)).present().users());
        assertEquals(Map.of(), get(presence.read(name + "x", true)).present().users());
    }
}
