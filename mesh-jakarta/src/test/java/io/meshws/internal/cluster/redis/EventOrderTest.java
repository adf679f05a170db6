package io.meshws.internal.cluster.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.internal.cluster.ClusterMessage.Fired;
import io.meshws.internal.cluster.redis.MessageCodec.Envelope;
import io.meshws.testing.RecordingReceiver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** As {@link BusListener} uses it. */
class EventOrderTest {
    private final Set<String> names = new HashSet<>(Set.of("a", "b", "c"));
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final RecordingReceiver receiver = new RecordingReceiver();
    private final BusListener listener = new BusListener(receiver, names::contains, later::add, Duration.ofDays(1));

    private void arrives(String sender, String name, long number, Map<String, Long> after, String payload) {
        listener.arrived(Arrival.now(
                MessageCodec.encode(new Envelope(sender, number, new Fired(sender, name, payload), after))));
    }

    private void arrives(String name, long number, Map<String, Long> after) {
        arrives("I", name, number, after, Long.toString(number));
    }

    private List<String> passed() {
        List<String> payloads = new ArrayList<>();
        while (receiver.waiting() > 0) {
            payloads.add(((Fired) receiver.next()).payload());
        }
        return payloads;
    }

    private void tick(int times) {
        for (int i = 0; i < times; i++) {
            later.remove().run();
        }
    }

    @Test
    void anEventWaitsForTheOneThatItComesAfter() {
        arrives("b", 2, Map.of("a", 1L));
        assertEquals(List.of(), passed());
        arrives("a", 1, Map.of());
        assertEquals(List.of("1", "2"), passed());
    }

    @Test
    void nothingWaitsIfEverythingComesInOrder() {
        arrives("a", 1, Map.of());
        arrives("b", 2, Map.of("a", 1L));
        arrives("a", 3, Map.of("b", 2L));
        assertEquals(List.of("1", "2", "3"), passed());
        assertTrue(later.isEmpty());
    }

    @Test
    void anEventComesAfterThatOfANameToWhichNobodyListensHere() {
        arrives("b", 2, Map.of("unknown", 1L));
        assertEquals(List.of("2"), passed());
    }

    @Test
    void waitsEndIfTheInstanceNoLongerListensToTheName() {
        arrives("b", 2, Map.of("a", 1L));
        names.remove("a");
        tick(1);
        assertEquals(List.of("2"), passed());
        assertTrue(later.isEmpty());
    }

    @Test
    void laterEventsOfTheSenderWaitBehindAndThoseOfOthersDoNot() {
        arrives("c", 3, Map.of("b", 2L));
        arrives("c", 4, Map.of("b", 2L));
        arrives("other", "c", 9, Map.of(), "9");
        arrives("b", 2, Map.of("a", 1L));
        assertEquals(List.of("9"), passed());
        arrives("a", 1, Map.of());
        assertEquals(List.of("1", "2", "3", "4"), passed());
    }

    @Test
    void aLaterEventOfTheNameShowsThatAnEarlierOneIsLost() {
        arrives("b", 2, Map.of("a", 1L));
        arrives("a", 3, Map.of("b", 2L));
        assertEquals(List.of("2", "3"), passed());
        arrives("a", 1, Map.of());
        assertEquals(List.of(), passed());
    }

    @Test
    void aLostEventHoldsUpOthersForABoundedTimeAndIsDroppedIfItComesLate() {
        arrives("b", 2, Map.of("a", 1L));
        tick(EventOrder.PATIENCE);
        assertEquals(List.of(), passed());
        tick(1);
        assertEquals(List.of("2"), passed());
        assertTrue(later.isEmpty());

        arrives("a", 1, Map.of());
        arrives("b", 3, Map.of("a", 1L));
        assertEquals(List.of("3"), passed());
    }

    @Test
    void oneThatArrivesLateAndWaitsTooHoldsUpNothingForLonger() {
        arrives("c", 3, Map.of("a", 1L, "b", 2L));
        tick(EventOrder.PATIENCE);
        arrives("b", 2, Map.of("a", 1L));
        tick(1);
        assertEquals(List.of("2", "3"), passed());
    }

    @Test
    void severalLostOnesDoNotAddUp() {
        arrives("b", 2, Map.of("a", 1L));
        arrives("b", 4, Map.of("a", 3L));
        arrives("c", 6, Map.of("a", 5L, "b", 4L));
        tick(EventOrder.PATIENCE + 1);
        assertEquals(List.of("2", "4", "6"), passed());
    }

    @Test
    void noMoreThanABoundedNumberOfEventsWaits() {
        int count = EventOrder.MAX_HELD + 5;
        for (int i = 0; i < count; i++) {
            arrives("b", 10 + i, Map.of("a", (long) i + 1));
        }
        assertEquals(5, passed().size());
        tick(EventOrder.PATIENCE + 1);
        assertEquals(EventOrder.MAX_HELD, passed().size());
    }

    @Test
    void noMoreThanABoundedLengthWaits() {
        String half = "\"" + "x".repeat(EventOrder.MAX_HELD_CHARACTERS / 2) + "\"";
        arrives("I", "b", 2, Map.of("a", 1L), half);
        assertEquals(0, receiver.waiting());
        arrives("I", "b", 4, Map.of("a", 3L), half);
        assertEquals(1, receiver.waiting());
    }

    @Test
    void aRepeatedEventCountsOnceEvenWhileItWaits() {
        arrives("b", 2, Map.of("a", 1L));
        arrives("b", 2, Map.of("a", 1L));
        arrives("a", 1, Map.of());
        arrives("a", 1, Map.of());
        assertEquals(List.of("1", "2"), passed());
    }

    @Test
    void eventsOfAnOlderInstanceSayNothingAndPassAsTheyCome() {
        arrives("b", 2, Map.of());
        arrives("a", 1, Map.of());
        assertEquals(List.of("2", "1"), passed());
        assertFalse(MessageCodec.encode(new Envelope("I", 1, new Fired("I", "a", "1")))
                .contains("follows"));
    }

    @Test
    void theNamesInAnyOrderOfArrivalPassInTheOrderOfTheSender() {
        SentEvents sent = new SentEvents();
        List<String> of = List.of("a", "b", "c");
        List<Map<String, Long>> after = new ArrayList<>();
        int count = 300;
        for (int i = 0; i < count; i++) {
            after.add(sent.next(of.get(i * i % 7 % 3), i + 1L, 0));
        }
        for (String name : List.of("c", "b", "a")) {
            IntStream.range(0, count)
                    .filter(i -> of.get(i * i % 7 % 3).equals(name))
                    .forEach(i -> arrives(name, i + 1L, after.get(i)));
        }
        assertEquals(IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList(), passed());
    }
}
