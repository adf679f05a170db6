package io.meshws.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.testing.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AttentionTest {
    private final ManualClock clock = new ManualClock();
    private final Attention attention = new Attention(clock);
    private final Pulse pulse = new Pulse();

    @BeforeEach
    void askOnce() {
        second();
        attention.reading();
        ask(true);
    }

    private void ask(boolean counts) {
        pulse.asked(clock.getAsLong(), counts);
    }

    private void second() {
        after(1000);
    }

    private void after(int millis) {
        clock.advance(Duration.ofMillis(millis));
        attention.tick(clock.getAsLong());
    }

    private void assertCovers() {
        assertTrue(attention.covers(pulse));
    }

    private void assertDoesNotCover() {
        assertFalse(attention.covers(pulse));
    }

    @Test
    void theLengthOfAPauseIsNoTimeInWhichItRan() {
        assertEquals(Duration.ofSeconds(1).toNanos(), attention.ranNanos());
        after(60_000);
        assertTrue(attention.ranNanos() < Duration.ofSeconds(2).toNanos());
    }

    @Test
    void silenceCountsIfNothingIsHeldAndTicksAreOnTime() {
        second();
        assertCovers();
    }

    @Test
    void aThreadThatIsNotTheContainersSaysNothingOfIts() {
        attention.hold();
        attention.aside(() -> {
            attention.reading();
            attention.hold();
            attention.release();
        });
        ask(false);
        second();
        assertDoesNotCover();
        attention.release();
        ask(true);
        second();
        assertCovers();
    }

    @Test
    void itDoesNotCountWhileAllThreadsAreHeldNorBeforeTheNextQuestion() {
        attention.hold();
        second();
        assertDoesNotCover();
        ask(false);
        second();
        assertDoesNotCover();
        attention.release();
        assertDoesNotCover();
        ask(false);
        second();
        assertCovers();
    }

    @Test
    void threadsThatWereHeldBetweenTicksMatterToo() {
        attention.hold();
        clock.advance(Duration.ofMillis(900));
        attention.release();
        after(100);
        assertDoesNotCover();
    }

    @Test
    void threadsThatAreHeldBrieflyDoNotMatter() {
        attention.hold();
        clock.advance(Duration.ofMillis(100));
        attention.release();
        after(900);
        assertCovers();
    }

    @Test
    void aReadMeanwhileShowsThatThereIsAnotherThread() {
        attention.hold();
        attention.reading();
        second();
        assertCovers();
        attention.hold();
        second();
        assertDoesNotCover();
    }

    @Test
    void anAnswerToALaterPingShowsThatEverythingBeforeWasRead() {
        attention.hold();
        second();
        attention.answered(clock.getAsLong() - 1);
        assertDoesNotCover();
        attention.answered(clock.getAsLong());
        assertCovers();
        second();
        attention.answered(pulse.askedAt());
        assertCovers();
    }

    @Test
    void aTickThatIsOverdueOrLateShowsThatNothingRan() {
        clock.advance(Duration.ofMillis(1300));
        assertDoesNotCover();
        after(0);
        assertDoesNotCover();
        second();
        assertDoesNotCover();
        ask(false);
        assertCovers();
    }
}
