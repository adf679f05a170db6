package io.meshws.internal.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.internal.follow.Phase.Following;
import io.meshws.internal.follow.Phase.Leaving;
import io.meshws.internal.follow.Phase.Outdated;
import io.meshws.internal.follow.Phase.Paused;
import io.meshws.internal.follow.Phase.Reading;
import io.meshws.internal.follow.Phase.Retired;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The transitions of each phase; the rest, which asks the store, is in {@link FollowerTest}. */
class PhaseTest {
    private static final Phase<String> KNOWN = new Following<>();
    private static final Phase<String> OLD = new Outdated<>(true);
    private static final Phase<String> UNREAD = new Outdated<>(false);
    private static final Phase<String> BROKEN = new Paused<>(true);
    private static final Phase<String> FAILED = new Paused<>(false);
    private static final Reading<String> READING = new Reading<>(true, List.of("change"), false);
    private static final Reading<String> READING_AGAIN = new Reading<>(true, List.of("change"), true);

    @Test
    void aPossibleGapCausesARead() {
        assertEquals(OLD, KNOWN.outdated());
        assertEquals(OLD, OLD.outdated());
        assertEquals(UNREAD, UNREAD.outdated());
        assertEquals(OLD, BROKEN.outdated());
        assertEquals(UNREAD, FAILED.outdated());
        assertEquals(READING_AGAIN, READING.outdated(), "what is held stays");
    }

    @Test
    void aReasonToTryAgainEndsAPauseAndNothingElse() {
        assertEquals(OLD, BROKEN.resumed());
        assertEquals(UNREAD, FAILED.resumed());
        for (Phase<String> other : List.of(KNOWN, OLD, UNREAD, READING, READING_AGAIN)) {
            assertEquals(other, other.resumed());
        }
    }

    @Test
    void aTaskThatThrewPausesAKnownStateAndHasAReadInProgressRepeated() {
        assertEquals(BROKEN, KNOWN.broken());
        assertEquals(BROKEN, OLD.broken());
        assertEquals(FAILED, UNREAD.broken());
        assertEquals(BROKEN, BROKEN.broken());
        assertEquals(READING_AGAIN, READING.broken());
    }

    @Test
    void aReadingThatFailedPausesUnlessSomethingWasMissedMeanwhile() {
        assertEquals(BROKEN, READING.failed());
        assertEquals(FAILED, new Reading<>(false, List.of("change"), false).failed());
        assertEquals(OLD, READING_AGAIN.failed());
    }

    @Test
    void leavingIsNotInterrupted() {
        for (Phase<String> last : List.of(new Leaving<String>(), new Retired<String>())) {
            assertEquals(last, last.outdated());
            assertEquals(last, last.resumed());
            assertEquals(last, last.broken());
        }
    }
}
