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
import io.meshws.internal.cluster.NameStore.Taking;
import io.meshws.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The promises of {@link NameStore}. */
public abstract class NameStoreContract extends ClusterContract {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(1);

    private final String till = "till {1} ü " + UUID.randomUUID();
    private Instance other;
    private NameStore names;

    @BeforeEach
    void findNames() {
        names = first.cluster().names();
        other = fixture.hasSeveral() ? fixture.another() : first;
        get(names.listen());
    }

    private Claim claim(Instance instance, String incarnation) {
        return new Claim(till, instance.newConnection(), incarnation, false);
    }

    private Claim host(Instance instance) {
        String id = instance.newConnection();
        return new Claim(till, id, id, true);
    }

    private Taking take(Claim claim) {
        return get(names.take(claim, false, false));
    }

    private Decision decision(Claim claim) {
        return take(claim).decision();
    }

    private void leave(Claim claim, Duration grace) {
        get(names.leave(List.of(claim), grace));
    }

    private NameEntry next() {
        return assertInstanceOf(NameChange.class, first.receiver().next()).entry();
    }

    private void assertNext(Claim claim, State state) {
        NameEntry entry = next();
        assertEquals(
                List.of(claim, state),
                List.of(new Claim(entry.name(), entry.holder(), entry.incarnation(), entry.hosted()), entry.state()));
    }

    @Test
    void aNameHasOneHolderAndTheNextIsRefused() {
        Claim mine = claim(first, "a b  c");
        Taking taken = take(mine);
        assertEquals(Decision.TAKEN, taken.decision());
        assertTrue(taken.entry().isOf(mine));
        assertEquals(first.id(), taken.entry().owner());

        Taking refused = get(other.cluster().names().take(claim(other, "y"), false, false));
        assertEquals(new Taking(Decision.REFUSED, taken.entry(), Optional.empty()), refused);
        assertEquals(Optional.of(taken.entry()), get(other.cluster().names().read(till, false)));
        assertEquals(new Taking(Decision.KEPT, taken.entry(), Optional.empty()), take(mine));
        assertEquals(taken.entry(), next());
        assertEquals(0, first.receiver().waiting());
    }

    @Test
    void theIdOfAHostIsNoIncarnationOfAClient() {
        Claim host = host(first);
        assertEquals(Decision.TAKEN, decision(host));
        assertEquals(Decision.REFUSED, decision(claim(other, host.incarnation())));
        assertEquals(Decision.KEPT, decision(host));
    }

    @Test
    void theSameIncarnationGetsItBackAtOnce() {
        Claim before = claim(first, "me");
        Claim after = claim(other, "me");
        Taking taken = take(before);
        Taking back = get(other.cluster().names().take(after, false, false));

        assertEquals(Decision.BACK, back.decision());
        assertTrue(back.entry().isOf(after));
        assertEquals(taken.entry().since(), back.entry().since());
        assertTrue(back.entry().number() > taken.entry().number());

        // The connection that it had before is dead, and says so late.
        leave(before, SHORT);
        assertEquals(Optional.empty(), get(names.free(till, Optional.of(before.holder()))));
        assertEquals(Optional.of(back.entry()), get(names.read(till, false)));
        assertNext(before, State.HERE);
        assertNext(after, State.HERE);
        assertEquals(0, first.receiver().waiting());
    }

    @Test
    void anotherOneGetsItOnlyByReplacing() {
        Claim mine = claim(first, "me");
        Claim others = claim(other, "you");
        take(mine);
        Taking replaced = get(names.take(others, true, false));
        assertEquals(Decision.REPLACED, replaced.decision());
        assertTrue(replaced.entry().isOf(others));
        assertEquals(Decision.REFUSED, decision(mine));
        assertNext(mine, State.HERE);
        assertNext(others, State.HERE);
    }

    @Test
    void aHolderThatIsAwayIsWaitedForUntilTheGraceIsOver() {
        Claim mine = claim(first, "me");
        take(mine);
        leave(mine, LONG);
        assertEquals(State.AWAY, get(names.read(till, false)).orElseThrow().state());
        assertEquals(List.of(), get(names.expire()).freed());
        assertEquals(Decision.REFUSED, decision(claim(other, "you")));
        assertEquals(Set.of(till), get(names.names(till, false)));

        Claim back = claim(other, "me");
        assertEquals(Decision.BACK, decision(back));
        leave(back, SHORT);
        List<NameEntry> freed = new ArrayList<>();
        Eventually.holds(() -> {
            freed.addAll(get(names.expire()).freed());
            return !freed.isEmpty();
        });
        assertEquals(List.of(till), freed.stream().map(NameEntry::name).toList());
        assertEquals(State.FREE, freed.get(0).state());
        assertEquals(Optional.empty(), get(names.read(till, false)));
        assertEquals(Set.of(), get(names.names(till, false)));
        assertEquals(List.of(), get(names.expire()).freed());
        assertNext(mine, State.HERE);
        assertNext(mine, State.AWAY);
        assertNext(back, State.HERE);
        assertNext(back, State.AWAY);
        assertNext(back, State.FREE);
        assertEquals(Decision.TAKEN, decision(claim(other, "you")));
    }

    @Test
    void aHolderThatComesBackIsNotFreedByTheGraceThatWasRunning() {
        Claim mine = claim(first, "me");
        take(mine);
        leave(mine, SHORT);
        Claim back = claim(first, "me");
        assertEquals(Decision.BACK, get(names.take(back, false, true)).decision());
        // Another name whose grace began later shows that the time is over.
        Claim later = new Claim(till + "later", first.newConnection(), "x", false);
        take(later);
        leave(later, SHORT);
        Eventually.holds(() -> !get(names.expire()).freed().isEmpty());
        assertTrue(get(names.read(till, false)).orElseThrow().isOf(back));
    }

    @Test
    void aHolderFreesItsNameAndNobodyElses() {
        Claim mine = claim(first, "me");
        take(mine);
        assertEquals(Optional.empty(), get(names.free(till, Optional.of(other.newConnection()))));
        assertEquals(
                State.FREE,
                get(names.free(till, Optional.of(mine.holder()))).orElseThrow().state());
        assertEquals(Optional.empty(), get(names.free(till, Optional.empty())));
        assertEquals(Decision.TAKEN, decision(claim(other, "you")));
        assertTrue(get(names.free(till, Optional.empty())).isPresent());
        assertEquals(Optional.empty(), get(names.read(till, false)));
    }

    @Test
    void aHostTakesOverFromOneThatIsAwayAndFromNobodyElse() {
        Claim mine = host(first);
        Claim others = host(other);
        assertEquals(Decision.TAKEN, decision(mine));
        assertEquals(Decision.REFUSED, decision(others));
        leave(mine, LONG);
        assertEquals(Decision.REFUSED, decision(claim(first, "a client")));
        Taking taken = take(others);
        assertEquals(Decision.TAKEN, taken.decision());
        assertTrue(taken.entry().hosted());
        assertEquals(Decision.REFUSED, decision(mine));

        leave(others, LONG);
        get(names.free(till, Optional.empty()));
        Claim client = claim(first, "a client");
        take(client);
        leave(client, LONG);
        assertEquals(Decision.REFUSED, decision(mine));
    }

    @Test
    void oneConnectionMayTakeItsNameWithAnotherIncarnation() {
        Claim mine = claim(first, "before");
        take(mine);
        Claim again = new Claim(till, mine.holder(), "after", false);
        assertEquals(Decision.BACK, decision(again));
        assertEquals(Decision.REFUSED, decision(claim(other, "before")));
        assertEquals(Decision.BACK, decision(claim(other, "after")));
    }

    @Test
    void namesAreFoundByPrefixAndByInstance() {
        String prefix = "p" + UUID.randomUUID();
        Set<String> expected = new TreeSet<>();
        for (String end : List.of("", "1", "10", "2", "z", "é", "🚀")) {
            expected.add(prefix + end);
            take(new Claim(prefix + end, first.newConnection(), "i", false));
        }
        take(new Claim("o" + prefix, first.newConnection(), "i", false));
        assertEquals(expected, get(names.names(prefix, false)));
        assertEquals(Set.of(prefix + "1", prefix + "10"), get(names.names(prefix + "1", false)));
        assertEquals(Set.of(), get(names.names(prefix + "11", false)));
        assertEquals(8, get(names.names("", false)).size());
        assertEquals(8, get(names.heldBy(first.id())).size());
        Claim away = new Claim(prefix + "away", first.newConnection(), "i", false);
        take(away);
        leave(away, LONG);
        assertEquals(8, get(names.heldBy(first.id())).size());
        assertEquals(List.of(), get(names.heldBy("nobody")));
    }

    @Test
    void manyNamesAreReadCompletely() {
        String prefix = "many" + UUID.randomUUID();
        List<Claim> claims = new ArrayList<>();
        for (int i = 0; i < 2_100; i++) {
            Claim claim = new Claim(prefix + i, first.newConnection(), "i", false);
            claims.add(claim);
            names.take(claim, false, false);
        }
        Eventually.equal("names", 2_100, () -> get(names.names(prefix, false)).size());
        assertEquals(2_100, get(names.heldBy(first.id())).size());
        get(names.leave(claims, SHORT));
        List<NameEntry> freed = new ArrayList<>();
        Eventually.equal("freed", 2_100, () -> {
            freed.addAll(get(names.expire()).freed());
            return freed.size();
        });
        assertEquals(List.of(), get(names.heldBy(first.id())));
    }

    @Test
    void anInstanceThatDoesNotListenHearsNothing() {
        if (fixture.hasSeveral()) {
            take(claim(first, "me"));
            next();
            assertEquals(0, other.receiver().waiting());
            get(other.cluster().names().listen());
            get(other.cluster().names().listen());
            get(names.free(till, Optional.empty()));
            assertEquals(
                    State.FREE,
                    assertInstanceOf(NameChange.class, other.receiver().next())
                            .entry()
                            .state());
            get(names.take(claim(first, "me"), false, false));
            assertTrue(assertInstanceOf(NameChange.class, other.receiver().next())
                    .entry()
                    .isHere());
            assertEquals(0, other.receiver().waiting());
        }
    }
}
