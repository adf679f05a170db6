package io.meshws.internal.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.internal.presence.Update.Subject;
import io.meshws.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpdateBatchTest {
    private static final int MANY = 1000;

    private final ManualClock clock = new ManualClock();
    private final List<List<String>> told = new ArrayList<>();
    private final UpdateBatch batch = new UpdateBatch(clock, clock, this::takeAll);

    private void takeAll() {
        tell(batch.take());
    }

    private void tell(List<Update> updates) {
        if (!updates.isEmpty()) {
            told.add(updates.stream().map(UpdateBatchTest::text).toList());
        }
    }

    private static String text(Update update) {
        String frame = update.frame(Grouping.CONNECTION);
        return update.type() + " " + update.connectionId()
                + (update.type() == Update.Type.STATE ? frame.replaceAll(".*\"state\":([^,]*),.*", " $1") : "");
    }

    private static Subject subject(String id) {
        return new Subject("lobby", id, id, 1);
    }

    private void add(Update update) {
        tell(batch.add(update, MANY));
    }

    private void join(String id) {
        add(Update.joined(subject(id), true));
    }

    private void state(String id, int state) {
        add(Update.state(subject(id), Integer.toString(state)));
    }

    @Test
    void aFewSubscribersAreToldOfEachUpdateAtOnce() {
        for (int i = 0; i < 3; i++) {
            tell(batch.add(Update.state(subject("a"), "" + i), UpdateBatch.FEW - 1));
        }
        assertEquals(List.of(List.of("STATE a 0"), List.of("STATE a 1"), List.of("STATE a 2")), told);
        assertEquals(0, clock.planned());
    }

    @Test
    void veryManyAreNotKeptForOneWrite() {
        for (int i = 0; i < 2 * UpdateBatch.MANY; i++) {
            join("m" + i);
        }
        assertEquals(List.of(1, UpdateBatch.MANY), told.stream().map(List::size).toList());
        clock.advance(UpdateBatch.LONGEST);
        assertEquals(
                List.of(1, UpdateBatch.MANY, UpdateBatch.MANY - 1),
                told.stream().map(List::size).toList());
    }

    @Test
    void theFirstUpdateAfterAPauseIsToldAtOnceAndTheNextOnesTogether() {
        join("a");
        join("b");
        join("c");
        assertEquals(List.of(List.of("JOIN a")), told);
        assertEquals(1, clock.planned());
        clock.advance(Duration.ofMillis(5));
        assertEquals(List.of(List.of("JOIN a"), List.of("JOIN b", "JOIN c")), told);

        clock.advance(Duration.ofMillis(4));
        join("d");
        assertEquals(2, told.size());
        clock.advance(Duration.ofMillis(1));
        assertEquals(List.of("JOIN d"), told.get(2));
        clock.advance(Duration.ofMillis(5));
        join("e");
        assertEquals(List.of("JOIN e"), told.get(3));
    }

    @Test
    void thePauseGrowsWithTheSubscribersUpToFiftyMilliseconds() {
        tell(batch.add(Update.state(subject("a"), "1"), 1_000_000));
        tell(batch.add(Update.state(subject("a"), "2"), 1_000_000));
        assertEquals(UpdateBatch.LONGEST, clock.next().orElseThrow());
    }

    @Test
    void ofTheStatesOfAConnectionOnlyTheLastIsToldAndComesAfterEverythingBeforeIt() {
        join("a");
        state("a", 1);
        state("b", 1);
        state("a", 2);
        add(Update.left(subject("b"), true, true));
        state("a", 3);
        takeAll();
        assertEquals(List.of("STATE b 1", "LEAVE b", "STATE a 3"), told.get(1));
    }

    @Test
    void everyJoinAndLeaveIsTold() {
        join("x");
        join("a");
        add(Update.left(subject("a"), true, false));
        join("a");
        takeAll();
        assertEquals(List.of("JOIN a", "LEAVE a", "JOIN a"), told.get(1));
    }

    @Test
    void whatWasTakenSoonerIsNotToldAgain() {
        join("a");
        join("b");
        takeAll();
        clock.advance(Duration.ofMillis(50));
        assertEquals(List.of(List.of("JOIN a"), List.of("JOIN b")), told);
    }
}
