package io.meshws.protocol.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipeEndTest {
    private final PipePlay play = new PipePlay();

    @Test
    void aMessageIsAcknowledgedOnlyWhenTheApplicationTookIt() {
        play.connected();
        play.left.send();
        play.settle();
        assertEquals(List.of(), play.left.acknowledged);

        play.right.take();
        play.settle();
        assertEquals(List.of(1), play.left.acknowledged);
    }

    @Test
    void messagesTakenTogetherAreAcknowledgedTogether() {
        play.connected();
        IntStream.range(0, 100).forEach(i -> play.left.send());
        play.settle();
        play.right.take();
        assertEquals(List.of("ack 1"), play.right.said, "its sender had nothing else on its way");

        IntStream.range(0, 50).forEach(i -> play.right.take());
        play.moment();
        assertEquals(List.of("ack 1", "ack 51"), play.right.said);
        play.right.takeAll();
        play.moment();
        play.moment();
        assertEquals(List.of("ack 1", "ack 51", "ack 100"), play.right.said);
    }

    @Test
    void aQuarterOfTheWindowIsAcknowledgedAtOnce() {
        play.connected();
        IntStream.rangeClosed(0, PipeEnd.WINDOW / 4).forEach(i -> play.left.send());
        IntStream.range(0, 4).forEach(i -> play.left.send(PipeEnd.MAX_CHARACTERS / 8));
        play.settle();
        play.right.takeAll();

        int quarter = 1 + PipeEnd.WINDOW / 4;
        assertEquals(
                List.of("ack 1", "ack " + quarter, "ack " + (quarter + 2), "ack " + (quarter + 4)), play.right.said);
    }

    @Test
    void messagesSentBeforeThePeerIsThereWaitForIt() {
        play.left.connect();
        play.left.send();
        play.left.send();
        play.settle();
        play.right.connect();
        play.settle();
        play.right.takeAll();

        assertEquals(List.of(1, 2), play.right.taken);
    }

    @Test
    void noMoreThanAWindowIsUnderWay() {
        play.connected();
        IntStream.range(0, 2000).forEach(i -> play.left.send());
        play.settle();
        assertEquals(PipeEnd.WINDOW, messages(play.left));

        play.right.takeAll();
        play.moment();
        play.settle();
        play.right.takeAll();
        assertEquals(2000, play.right.taken.size());
    }

    @Test
    void noMoreThanAMillionCharactersAreUnderWay() {
        play.connected();
        IntStream.range(0, 5).forEach(i -> play.left.send(PipeEnd.MAX_CHARACTERS / 2));
        play.settle();

        assertEquals(2, messages(play.left));
    }

    @Test
    void aSingleMessageMayBeLonger() {
        play.connected();
        play.left.send(3 * PipeEnd.MAX_CHARACTERS);
        play.settle();

        assertEquals(1, messages(play.left));
        assertFalse(play.left.tooMuch);
    }

    private static long messages(PipePlay.Side side) {
        return side.said.stream().filter(each -> each.startsWith("message")).count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"message", "ack", "resume", "ask", "open", "away"})
    void eachKindOfFrameMayGetLostOnce(String kind) {
        AtomicBoolean lost = new AtomicBoolean();
        AtomicBoolean last = new AtomicBoolean();
        // The end asks only for a message behind which none follows.
        play.loses = frame -> frame.kind().equals(kind) && lost.compareAndSet(false, true)
                || frame.kind().equals("message") && frame.number() == 3 && last.compareAndSet(false, true);
        play.connected();
        play.left.send();
        play.settle();
        play.right.disconnect();
        play.left.send();
        play.settle();
        play.right.connect();
        play.left.send();
        IntStream.range(0, 20).forEach(i -> {
            play.settle();
            play.right.takeAll();
            play.second();
        });

        assertTrue(lost.get() && last.get());
        assertEquals(List.of(1, 2, 3), play.right.taken);
        assertEquals(List.of(1, 2, 3), play.left.acknowledged);
    }

    @Test
    void aGapIsAskedForOnce() {
        play.connected();
        play.loses = frame -> frame.kind().equals("message") && frame.number() == 1;
        IntStream.range(0, 20).forEach(i -> play.left.send());
        IntStream.range(0, 20).forEach(i -> play.right.deliver());
        assertEquals(List.of("resume 0"), play.right.said);

        play.loses = frame -> false;
        play.settle();
        play.right.takeAll();
        assertEquals(20, play.right.taken.size());
    }

    @Test
    void anIdlePipeSaysNothing() {
        play.connected();
        play.left.send();
        play.settle();
        play.right.takeAll();
        play.settle();
        int before = play.left.said.size();
        IntStream.range(0, 100).forEach(i -> play.second());

        assertEquals(before, play.left.said.size());
    }

    @Test
    void aReaderThatStopsIsAskedLessAndLessOften() {
        play.connected();
        play.left.send();
        IntStream.range(0, 120).forEach(i -> {
            play.settle();
            play.second();
        });

        long asked =
                play.left.said.stream().filter(each -> each.startsWith("ask")).count();
        assertTrue(asked >= 4 && asked <= 8, () -> asked + " times");
        assertEquals(1, messages(play.left));
    }

    @Test
    void framesWithAForeignIdChangeNothing() {
        play.connected();
        play.left.send();
        play.left.end.acknowledged("other", 1);
        play.left.end.resumed("other", 0);
        play.left.end.asked("other", 9);
        assertTrue(play.left.end.message("other", 1, 666, 1, false));
        play.settle();
        play.right.takeAll();
        play.settle();

        assertTrue(play.left.end.isDrained());
        assertEquals(List.of(1), play.left.acknowledged);
        assertEquals(1, messages(play.left));
    }

    @Test
    void numbersThatWereNeverSentAreNotAcknowledged() {
        play.connected();
        play.left.send();
        play.left.end.acknowledged(play.left.end.id(), 2);
        play.left.end.resumed(play.left.end.id(), -5);
        play.left.end.acknowledged(play.left.end.id(), Long.MIN_VALUE);

        assertEquals(List.of(), play.left.acknowledged);
    }

    @Test
    void aPeerThatSendsMoreThanItMayIsNoticed() {
        play.connected();
        boolean well = true;
        for (int i = 1; i <= PipeEnd.WINDOW; i++) {
            well &= play.left.end.message(play.left.end.id(), i, i, 1, false);
        }

        assertTrue(well);
        assertFalse(play.left.end.message(play.left.end.id(), PipeEnd.WINDOW + 1, 0, 1, false));
    }

    @Test
    void messagesThatWereNeverSentGoToARestartedPeer() {
        play.connected();
        play.right.disconnect();
        play.settle();
        play.left.send();
        play.right.restart();
        play.right.connect();
        play.settle();
        play.right.takeAll();

        assertEquals(List.of(1), play.right.taken);
        assertEquals(List.of(), play.left.lost);
    }

    @Test
    void anEndThatAnotherOneReplacedForAWhileCannotGoOn() {
        PipeEnd<PipePlay.Message, Integer> end = play.left.end;
        assertTrue(end.opened("first", 10));
        assertTrue(end.opened("second", 10));
        assertTrue(end.opened("second", 10), "the same again");
        assertFalse(end.opened("first", 10));
        assertTrue(end.opened("third", 10));
        for (int i = 0; i < 256; i++) {
            assertTrue(end.opened("other " + i, 10));
        }
        assertFalse(end.opened("third", 10));
        assertFalse(end.opened("other 0", 10));
    }

    @Test
    void arrivedMessagesStayWhenThePeerRestarts() {
        play.connected();
        play.right.send();
        play.settle();
        play.right.restart();
        play.right.connect();
        play.right.send();
        play.settle();
        play.left.takeAll();

        assertEquals(List.of(1, 2), play.left.taken);
    }

    @Test
    void closingReturnsUnacknowledgedMessages() {
        play.connected();
        play.left.send();
        play.left.send();

        assertEquals(2, play.left.end.close().size());
    }
}
