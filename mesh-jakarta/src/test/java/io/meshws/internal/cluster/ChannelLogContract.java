package io.meshws.internal.cluster;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshws.ChannelMessage;
import io.meshws.ChannelPosition;
import io.meshws.internal.cluster.ChannelLog.Query;
import io.meshws.internal.cluster.ChannelLog.Reading;
import io.meshws.internal.cluster.ClusterFixture.Instance;
import io.meshws.internal.cluster.ClusterMessage.Published;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promises of {@link ChannelLog}. */
public abstract class ChannelLogContract extends ClusterContract {
    private ChannelLog log;

    @BeforeEach
    void findLog() {
        log = first.cluster().channels();
    }

    private void publish(int count, int keep) {
        for (int i = 0; i < count; i++) {
            get(log.publish("c", "m" + i, keep));
        }
    }

    private Reading since(String epoch, long offset) {
        return get(log.read("c", Query.since(2, Optional.of(new ChannelPosition(epoch, offset)))));
    }

    private static List<Long> offsets(Reading reading) {
        return reading.messages().stream()
                .map(message -> message.place().offset())
                .toList();
    }

    @Test
    void nothingIsKnownOfAChannelInWhichNothingWasPublished() {
        Reading nothing = get(log.read("c", Query.last(10)));
        assertEquals(ChannelPlace.NOTHING_PUBLISHED, nothing.last());
        assertEquals(List.of(), nothing.messages());
        assertFalse(nothing.recovered());
        assertTrue(get(log.read("c", Query.after(nothing.last(), false))).recovered());
        assertTrue(since("", 0).recovered());
    }

    @Test
    void offsetsGoUpByOneWhetherMessagesAreKeptOrNot() {
        assertEquals(1L, get(log.publish("c", "a", 0)));
        assertEquals(2L, get(log.publish("c", "b", 5)));
        assertEquals(3L, get(log.publish("c", "c", 0)));
        assertEquals(1L, get(log.publish("other", "a", 0)));
        Reading history = get(log.read("c", Query.last(10)));
        assertEquals(3, history.last().offset());
        assertEquals(List.of(new ChannelMessage(2, "b")), history.history().messages());
        assertFalse(history.last().epoch().isEmpty());
        assertNotEquals(
                history.last().epoch(),
                get(log.read("other", Query.last(0))).last().epoch());
    }

    @Test
    void keepsTheLastAsThePublicationSays() {
        publish(5, 3);
        assertEquals(List.of(5L, 4L, 3L), offsets(get(log.read("c", Query.last(10)))));
        assertEquals(List.of(5L, 4L), offsets(get(log.read("c", Query.last(2)))));
        assertEquals(List.of(), offsets(get(log.read("c", Query.last(0)))));
        get(log.publish("c", "x", 1));
        assertEquals(List.of(6L), offsets(get(log.read("c", Query.last(10)))));
        get(log.publish("c", "x", 0));
        assertEquals(List.of(6L), offsets(get(log.read("c", Query.last(10)))));
    }

    @Test
    void returnsTheMessagesAfterAPlaceInOrder() {
        publish(5, 3);
        String epoch = get(log.read("c", Query.last(0))).last().epoch();
        assertTrue(since(epoch, 2).recovered());
        assertEquals(List.of(3L, 4L, 5L), offsets(since(epoch, 2)));
        assertEquals(List.of(5L), offsets(since(epoch, 4)));
        assertTrue(since(epoch, 5).recovered());
        assertEquals(List.of(), offsets(since(epoch, 5)));
        assertEquals(List.of(3L, 4L, 5L), offsets(since(Query.ANY_EPOCH, 2)));
    }

    @Test
    void reportsThatItCannotRecoverIfSomeAreGoneOrThePositionIsUnknown() {
        publish(5, 3);
        String epoch = get(log.read("c", Query.last(0))).last().epoch();
        for (Reading cannot : List.of(
                since(epoch, 1),
                since(epoch, 0),
                since(epoch, 6),
                since(epoch, Long.MAX_VALUE),
                since("another", 4),
                since("", 4),
                since("", 0),
                since(Query.ANY_EPOCH, 9))) {
            assertFalse(cannot.recovered());
            assertEquals(List.of(5L, 4L), offsets(cannot));
        }
    }

    @Test
    void aMessageThatWasNotKeptCannotBeRecovered() {
        publish(2, 10);
        get(log.publish("c", "lost", 0));
        publish(1, 10);
        String epoch = get(log.read("c", Query.last(0))).last().epoch();
        assertFalse(since(epoch, 1).recovered());
        assertFalse(since(epoch, 2).recovered());
        assertTrue(since(epoch, 3).recovered());
    }

    @Test
    void aChannelWithoutMessagesRecoversFromItsFirst() {
        publish(3, 3);
        assertEquals(List.of(1L, 2L, 3L), offsets(since("", 0)));
        assertTrue(since("", 0).recovered());
    }

    @Test
    void readsSoManyBytesAtATime() {
        String megabyte = "x".repeat(1 << 20);
        for (int i = 0; i < 6; i++) {
            get(log.publish("c", megabyte, 10));
        }
        assertEquals(List.of(6L, 5L, 4L, 3L), offsets(get(log.read("c", Query.last(10)))));
        assertEquals(List.of(6L), offsets(get(log.read("c", Query.last(10).within((2 << 20) - 1)))));
        assertFalse(since(Query.ANY_EPOCH, 1).recovered());
        assertEquals(List.of(6L, 5L), offsets(since(Query.ANY_EPOCH, 1)));
        assertTrue(since(Query.ANY_EPOCH, 2).recovered());
        assertEquals(List.of(3L, 4L, 5L, 6L), offsets(since(Query.ANY_EPOCH, 2)));
    }

    @Test
    void countsBytesAndReadsTheNewestInAnyCase() {
        // Two, three and four bytes.
        for (String message : List.of("12345", "ä€😀", "1")) {
            get(log.publish("c", message, 10));
        }
        assertEquals(List.of(3L), offsets(get(log.read("c", Query.last(10).within(9)))));
        assertEquals(List.of(3L, 2L), offsets(get(log.read("c", Query.last(10).within(10)))));
        assertEquals(
                List.of(3L, 2L, 1L), offsets(get(log.read("c", Query.last(10).within(15)))));
        get(log.publish("c", "x".repeat(100), 10));
        assertEquals(List.of(4L), offsets(get(log.read("c", Query.last(10).within(50)))));
        assertFalse(get(log.read(
                        "c",
                        Query.since(0, Optional.of(new ChannelPosition(Query.ANY_EPOCH, 2)))
                                .within(100)))
                .recovered());
    }

    @Test
    void tellsSubscribersOfMessagesThatComeAfterTheyRead() {
        get(log.publish("c", "before", 0));
        Reading history = get(log.subscribe("c", 1, Query.last(0)));
        get(log.publish("c", "after", 0));
        get(log.publish("other", "nobody's", 0));
        get(log.publish("c", "last", 0));
        assertHeard(history.last(), 1, "after");
        assertHeard(history.last(), 2, "last");
        get(log.unsubscribe("c", 2));
        get(log.publish("c", "gone", 0));
        get(first.cluster().bus().sendTo(first.id(), new ClusterMessage.CallResult("end", "1", null)));
        assertEquals(
                new ClusterMessage.CallResult("end", "1", null),
                first.receiver().next());
    }

    private void assertHeard(ChannelPlace after, int behind, String message) {
        Published heard = (Published) first.receiver().next();
        assertEquals(message, heard.message());
        assertEquals(
                new ChannelPosition(after.epoch(), after.offset() + behind),
                heard.place().position());
        assertTrue(heard.place().time() >= after.time());
    }

    @Test
    void missedMessagesFollowThoseThatWereHeard() {
        get(log.subscribe("c", 1, Query.last(0)));
        publish(5, 3);
        List<Published> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add((Published) first.receiver().next());
        }
        Reading kept = get(log.read("c", Query.after(all.get(2).place(), false)));
        assertTrue(kept.recovered());
        assertEquals(all.subList(3, 5), kept.messages());
        Reading some = get(log.read("c", Query.after(all.get(0).place(), false)));
        assertFalse(some.recovered());
        assertEquals(List.of(5L, 4L, 3L), offsets(some));
        Reading none = get(log.read("c", Query.after(all.get(4).place(), false)));
        assertEquals(new Reading(all.get(4).place(), true, List.of()), none);
    }

    @Test
    void theHigherTicketPrevails() {
        get(log.subscribe("c", 5, Query.last(0)));
        get(log.unsubscribe("c", 4));
        get(log.publish("c", "heard", 0));
        assertEquals("heard", ((Published) first.receiver().next()).message());
        get(log.subscribe("c", 3, Query.last(0)));
        get(log.unsubscribe("c", 6));
        get(log.publish("c", "not heard", 0));
        assertEquals(0, first.receiver().waiting());
    }

    @Test
    void tellsTheInstancesThatSubscribedAndNoOther() {
        assumeTrue(fixture.hasSeveral());
        Instance subscribed = fixture.another();
        Instance stranger = fixture.another();
        get(subscribed.cluster().channels().subscribe("c {1}", 1, Query.last(0)));
        get(stranger.cluster().channels().subscribe("c {2}", 1, Query.last(0)));
        get(log.publish("c {1}", "ü \"☃\"\n", 0));
        Published published = (Published) subscribed.receiver().next();
        assertEquals("c {1}", published.channel());
        assertEquals("ü \"☃\"\n", published.message());
        assertEquals(0, stranger.receiver().waiting());
        assertEquals(0, first.receiver().waiting());
    }

    @Test
    void callsTakeEffectInTheirOrderAndAreHeardInThatOfTheOffsets() {
        int count = 5000;
        get(log.subscribe("c", 1, Query.last(0)));
        List<CompletionStage<Long>> published = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            published.add(log.publish("c", "m" + i, 100));
        }
        assertEquals(
                LongStream.rangeClosed(1, count).boxed().toList(),
                published.stream().map(stage -> get(stage)).toList());
        for (long i = 1; i <= count; i++) {
            Published next = (Published) first.receiver().next();
            assertEquals(i, next.place().offset());
            assertEquals("m" + i, next.message());
        }
        assertEquals(100, get(log.read("c", Query.last(1000))).messages().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "}{", "a b", "日本語 🚀", "\"q\" \\", "*?[a-z]", "%7B", "x:history", " "})
    void takesAnyName(String channel) {
        get(log.subscribe(channel, 1, Query.last(0)));
        assertEquals(1L, get(log.publish(channel, channel, 1)));
        Published heard = (Published) first.receiver().next();
        assertEquals(channel, heard.channel());
        assertEquals(channel, heard.message());
        assertEquals(List.of(heard), get(log.read(channel, Query.last(1))).messages());
        get(log.unsubscribe(channel, 2));
    }
}
