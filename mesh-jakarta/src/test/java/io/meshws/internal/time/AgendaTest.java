package io.meshws.internal.time;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AgendaTest {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final ManualClock clock = new ManualClock();
    private final List<String> came = new ArrayList<>();
    private final Agenda<String> agenda = new Agenda<>(clock, clock, this::due);

    private void due(String name) {
        came.add(name);
        if (name.equals("throws")) {
            throw new IllegalStateException("on purpose");
        }
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    @Test
    void eachNameComesOnceAtTheEarliestTime() {
        agenda.in("b", millis(300));
        agenda.in("a", millis(500));
        agenda.in("b", millis(100));
        agenda.in("b", millis(200));
        assertEquals(1, clock.planned());
        assertEquals(Optional.of(millis(100)), clock.next());
        clock.advance(millis(99));
        assertEquals(List.of(), came);
        clock.advance(millis(1));
        assertEquals(List.of("b"), came);
        assertEquals(Optional.of(millis(400)), clock.next());
        clock.advance(millis(1000));
        assertEquals(List.of("b", "a"), came);
        assertEquals(0, clock.planned());
    }

    @Test
    void deadlinesCloseTogetherShareAOneShot() {
        agenda.in("a", Duration.ZERO);
        clock.advance(Duration.ZERO);
        for (int i = 0; i < 100; i++) {
            agenda.in("name " + i, Duration.ZERO);
        }
        assertEquals(1, clock.planned());
        assertEquals(Optional.of(PAUSE), clock.next());
        clock.advance(PAUSE);
        assertEquals(101, came.size());
        assertEquals(0, clock.planned());
    }

    @Test
    void oneThatFailsKeepsNothingFromTheOthers() {
        agenda.in("throws", millis(1));
        agenda.in("a", millis(2));
        clock.advance(millis(2));
        assertEquals(List.of("throws", "a"), came);
        agenda.in("throws", millis(50));
        assertEquals(1, clock.planned());
    }

    @Test
    void aTaskThatTheNextTickFindsInTimeIsNotScheduled() {
        agenda.soon("a", clock.getAsLong() + millis(1500).toNanos());
        assertEquals(0, clock.planned());
        clock.advance(millis(1));
        agenda.soon("a", clock.getAsLong() + millis(1499).toNanos());
        assertEquals(Optional.of(millis(1499)), clock.next());
        agenda.soon("b", clock.getAsLong() - 1);
        assertEquals(Optional.of(Duration.ZERO), clock.next());
    }

    @Test
    void aLongerPauseIsKept() {
        Agenda<String> costly = new Agenda<>(clock, clock, millis(100), this::due);
        costly.in("a", Duration.ZERO);
        clock.advance(Duration.ZERO);
        costly.in("b", millis(1));
        assertEquals(Optional.of(millis(100)), clock.next());
        clock.advance(millis(100));
        assertEquals(List.of("a", "b"), came);
    }

    @Test
    void aForgottenDeadlineDoesNotCome() {
        agenda.in("a", millis(100));
        agenda.in("b", millis(200));
        agenda.retain(Set.of("b"));
        clock.advance(millis(100));
        assertEquals(List.of(), came);
        clock.advance(millis(100));
        assertEquals(List.of("b"), came);
        agenda.in("a", millis(100));
        agenda.stop();
        assertEquals(0, clock.planned());
        agenda.in("c", millis(100));
        clock.advance(millis(1000));
        assertEquals(List.of("b"), came);
    }
}
