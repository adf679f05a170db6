package io.meshws.internal.cluster;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.internal.cluster.ClusterFixture.Instance;
import io.meshws.internal.cluster.ClusterMessage.NameChange;
import io.meshws.internal.cluster.NameEntry.State;
import io.meshws.internal.cluster.NameStore.Claim;
import io.meshws.internal.cluster.NameStore.Decision;
import io.meshws.internal.cluster.NameStore.Expiry;
import io.meshws.internal.cluster.NameStore.Taking;
import io.meshws.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The promises of {@link NameStore} about names whose grace is over, before anybody freed them. */
public abstract class NameGraceContract extends ClusterContract {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(1);

    private final String till = "till " + UUID.randomUUID();
    private NameStore names;
    private NameStore others;
    private Instance other;

    @BeforeEach
    void findNames() {
        other = fixture.hasSeveral() ? fixture.another() : first;
        names = first.cluster().names();
        others = other.cluster().names();
        get(names.listen());
    }

    private static Claim claim(Instance instance, String name, String incarnation) {
        return new Claim(name, instance.newConnection(), incarnation, false);
    }

    private Claim away(String name, Duration grace) {
        Claim claim = claim(first, name, "me");
        get(names.take(claim, false, false));
        get(names.leave(List.of(claim), grace));
        return claim;
    }

    private void overdue() {
        away(till, SHORT);
        Eventually.holds(() -> get(others.read(till, false)).isEmpty());
    }

    private void assertChanges(State... states) {
        List<NameEntry> changes = new ArrayList<>();
        for (int i = 0; i < states.length; i++) {
            changes.add(
                    assertInstanceOf(NameChange.class, first.receiver().next()).entry());
        }
        assertEquals(List.of(states), changes.stream().map(NameEntry::state).toList());
        assertEquals(
                changes.stream().map(NameEntry::number).sorted().distinct().toList(),
                changes.stream().map(NameEntry::number).toList());
        assertEquals(0, first.receiver().waiting());
    }

    @Test
    void nobodyHasANameAfterItsGrace() {
        overdue();
        assertEquals(Set.of(), get(others.names(till, false)));
        assertChanges(State.HERE, State.AWAY);
        Expiry expiry = get(names.expire());
        assertEquals(List.of(till), expiry.freed().stream().map(NameEntry::name).toList());
        assertEquals(Optional.empty(), expiry.next());
        assertChanges(State.FREE);
    }

    @Test
    void takingANameAfterItsGraceFreesItFirst() {
        overdue();
        Claim mine = claim(other, till, "you");
        Taking taking = get(others.take(mine, false, false));
        assertEquals(Decision.TAKEN, taking.decision());
        assertTrue(taking.entry().isOf(mine));
        assertEquals(Optional.of(State.FREE), taking.freed().map(NameEntry::state));
        assertEquals(Optional.of("me"), taking.freed().map(NameEntry::incarnation));
        assertEquals(List.of(), get(names.expire()).freed());
        assertEquals(Optional.of(taking.entry()), get(names.read(till, false)));
        assertChanges(State.HERE, State.AWAY, State.FREE, State.HERE);
    }

    @Test
    void aHolderThatComesBackTooLateTakesItAnewAndReplacesNobody() {
        overdue();
        Taking taking = get(others.take(claim(other, till, "me"), true, false));
        assertEquals(Decision.TAKEN, taking.decision());
        assertTrue(taking.freed().isPresent());
        assertChanges(State.HERE, State.AWAY, State.FREE, State.HERE);
    }

    @Test
    void patientCallersTreatHoldersAfterTheirGraceAsAway() {
        overdue();
        assertEquals(Optional.of(State.AWAY), get(others.read(till, true)).map(NameEntry::state));
        assertEquals(Set.of(till), get(others.names(till, true)));
        Taking refused = get(others.take(claim(other, till, "you"), false, true));
        assertEquals(Decision.REFUSED, refused.decision());
        assertEquals(Optional.empty(), refused.freed());
        Taking back = get(others.take(claim(other, till, "me"), false, true));
        assertEquals(Decision.BACK, back.decision());
        assertEquals(Optional.empty(), back.freed());
        assertEquals(List.of(), get(names.expire()).freed());
        assertChanges(State.HERE, State.AWAY, State.HERE);
    }

    @Test
    void oneLearnsWhenTheNextGraceIsOver() {
        assertEquals(Optional.empty(), get(names.expire()).next());
        away(till, LONG);
        away(till + "later", LONG.multipliedBy(2));
        Duration next = get(others.expire()).next().orElseThrow();
        assertTrue(next.compareTo(LONG) <= 0 && next.compareTo(LONG.dividedBy(2)) > 0, "" + next);
        get(names.take(claim(first, till, "me"), false, false));
        next = get(others.expire()).next().orElseThrow();
        assertTrue(next.compareTo(LONG) > 0, "" + next);
        get(names.free(till + "later", Optional.empty()));
        assertEquals(Optional.empty(), get(names.expire()).next());
    }

    @Test
    void namesAfterTheirGraceAreLeftOutAmongMany() {
        List<Claim> some = IntStream.range(0, 1_100)
                .mapToObj(i -> claim(first, "%s %04d".formatted(till, i), "me"))
                .toList();
        some.forEach(claim -> names.take(claim, false, false));
        get(names.leave(some.subList(0, 1_050), SHORT));
        Eventually.equal("names", 50, () -> get(others.names(till, false)).size());
        assertEquals(1_100, get(others.names(till, true)).size());
    }
}
