package io.meshws.internal.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.MeshConfig;
import io.meshws.internal.cluster.ChannelLog.Query;
import io.meshws.internal.cluster.ChannelLog.Reading;
import io.meshws.internal.cluster.ChannelPlace;
import io.meshws.internal.cluster.ClusterMessage.Published;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.Transport;
import io.meshws.testing.Clusters;
import io.meshws.testing.Paces;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FeedTest {
    private static final Optional<Query> NOTHING = Optional.empty();

    private final TestInstance instance =
            new TestInstance(Clusters.memory(), MeshConfig.builder().build());
    private final TestClient client = instance.connect();
    private final Feed feed = new Feed("c", Paces.alone());

    @BeforeEach
    void subscribe() {
        Subscription subscription = new Subscription(client.connection(), "c");
        feed.add(subscription, () -> 1);
        feed.began(subscription, place("e", 0));
        feed.goLive(subscription);
    }

    @AfterEach
    void stop() {
        instance.close();
    }

    /** Published as long after the epoch began as its offset says. */
    private static ChannelPlace place(String epoch, long offset) {
        return new ChannelPlace(epoch, offset, 100_000L * epoch.charAt(0) + offset);
    }

    private static Published message(ChannelPlace place) {
        return new Published("c", place, "\"m" + place.offset() + "\"");
    }

    private static Optional<Query> after(String epoch, long offset) {
        return Optional.of(Query.after(place(epoch, offset), false));
    }

    private Optional<Query> receive(String epoch, long offset) {
        return feed.received(message(place(epoch, offset)));
    }

    private void receive(long from, long to) {
        LongStream.rangeClosed(from, to).forEach(offset -> assertEquals(NOTHING, receive("e", offset)));
    }

    private Optional<Query> caughtUp(Optional<Query> asked, String epoch, long last, boolean recovered, long... kept) {
        return feed.caughtUp(
                asked.orElseThrow(),
                new Reading(
                        place(epoch, last),
                        recovered,
                        LongStream.of(kept)
                                .mapToObj(offset -> message(place(epoch, offset)))
                                .toList()));
    }

    /** As epoch and offset. */
    private List<String> delivered() {
        return client.events("mesh/subscription-message").stream()
                .map(payload -> payload.asJsonObject())
                .map(message -> message.getString("epoch") + message.getInt("offset"))
                .toList();
    }

    private static List<String> offsets(int... ranges) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < ranges.length; i += 2) {
            IntStream.rangeClosed(ranges[i], ranges[i + 1]).forEach(offset -> all.add("e" + offset));
        }
        return all;
    }

    @Test
    void missingMessagesComeFirst() {
        receive(1, 2);
        Optional<Query> asked = receive("e", 5);
        assertEquals(after("e", 2), asked);
        receive(6, 7);
        assertEquals(offsets(1, 2), delivered());
        assertEquals(NOTHING, caughtUp(asked, "e", 6, true, 3, 4, 5, 6));
        assertEquals(offsets(1, 7), delivered());
    }

    @Test
    void ifNotAllOfAGapIsKeptTheKeptPartComesInItsPlace() {
        receive(1, 2);
        Optional<Query> asked = receive("e", 7);
        receive(8, 9);
        assertEquals(NOTHING, caughtUp(asked, "e", 9, false, 9, 8, 6, 5));
        assertEquals(offsets(1, 2, 5, 9), delivered());
        receive(10, 10);
        assertEquals(offsets(1, 2, 5, 10), delivered());
    }

    @Test
    void moreThanCanBeHeldIsAskedForAgainAndNothingThatIsKeptIsLost() {
        receive(1, 3);
        Optional<Query> first = receive("e", 5);
        receive(6, 12_000);
        assertEquals(offsets(1, 3), delivered());
        // It was read when the channel was at 9.
        Optional<Query> second = caughtUp(first, "e", 9, true, 4, 5, 6, 7, 8, 9);
        assertEquals(offsets(1, 9), delivered());
        assertEquals(after("e", 9), second);
        assertEquals(NOTHING, caughtUp(second, "e", 12_000, false, 12_000, 11_999));
        assertEquals(offsets(1, 9, 2_001, 12_000), delivered());
        receive(12_001, 12_001);
        assertEquals(offsets(1, 9, 2_001, 12_001), delivered());
    }

    @Test
    void heldMessagesOfAnEndedEpochComeBeforeTheNextEpoch() {
        receive(1, 2);
        assertTrue(receive("e", 4).isPresent());
        feed.couldNotCatchUp();
        Optional<Query> asked = feed.renew(() -> 2).map(Feed.Renewal::query);
        assertEquals(after("e", 2), asked);
        assertEquals(NOTHING, caughtUp(asked, "f", 2, false, 2, 1));
        assertEquals(List.of("e1", "e2", "e4", "f1", "f2"), delivered());
        assertEquals(NOTHING, receive("e", 6));
        assertEquals(NOTHING, receive("f", 3));
        assertEquals(List.of("e1", "e2", "e4", "f1", "f2", "f3"), delivered());
    }

    @Test
    void messagesThatTheLogDoesNotKnowAreAskedForOnce() {
        receive(1, 2);
        Optional<Query> asked = receive("e", 5);
        // Like a replica that took over without the last publications.
        assertEquals(NOTHING, caughtUp(asked, "e", 2, true));
        assertEquals(offsets(1, 2, 5, 5), delivered());
    }

    /** A client that makes sure that the next message is published while somebody is told of m1. */
    private Subscription publishing(List<String> frames, long next, boolean[] published) {
        Connection connection = instance.connect(new Transport() {
            @Override
            public void send(String frame, Done done) {
                frames.add(frame);
                if (frame.contains("\"m1\"") && !published[0]) {
                    published[0] = true;
                    receive(next, next);
                }
                done.done(null);
            }

            @Override
            public void close(int code, String reason) {}
        });
        frames.clear();
        Subscription subscription = new Subscription(connection, "c");
        feed.add(subscription, () -> 1);
        return subscription;
    }

    private static void assertOffsets(List<String> frames, int last) {
        assertEquals(last, frames.size());
        for (int offset = 1; offset <= last; offset++) {
            assertTrue(frames.get(offset - 1).contains("\"m" + offset + "\""), frames::toString);
        }
    }

    @Test
    void aMessagePublishedByAToldSubscriberComesToAllAfterIt() {
        List<List<String>> told = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        boolean[] published = new boolean[1];
        told.forEach(frames -> feed.goLive(publishing(frames, 2, published)));
        receive(1, 1);
        told.forEach(frames -> assertOffsets(frames, 2));
    }

    @Test
    void aMessagePublishedByANewlyToldSubscriberComesLast() {
        List<String> frames = new ArrayList<>();
        Subscription subscription = publishing(frames, 3, new boolean[1]);
        receive(1, 2);
        feed.goLive(subscription);
        assertOffsets(frames, 3);
    }

    @Test
    void messagesThatCouldNotBeDeliveredAreReadAgain() {
        receive(1, 1);
        Subscription broken = new Subscription(null, "c");
        feed.add(broken, () -> 2);
        feed.goLive(broken);
        receive(2, 3);
        feed.remove(broken, () -> 3, () -> {});
        Optional<Query> asked = feed.renew(() -> 4).map(Feed.Renewal::query);
        assertEquals(after("e", 1), asked);
        assertEquals(NOTHING, caughtUp(asked, "e", 3, true, 2, 3));
        assertEquals(offsets(1, 3), delivered());
    }

    /** A message with a reused offset, published after everything else. */
    private static Published again(long offset) {
        return new Published(
                "c", new ChannelPlace("e", offset, place("e", 90_000).time() + offset), "\"again" + offset + "\"");
    }

    private List<String> texts() {
        return client.events("mesh/subscription-message").stream()
                .map(payload -> payload.asJsonObject().getString("message"))
                .toList();
    }

    @Test
    void messagesWithOffsetsThatWereUsedAreToldInTheEpochThatBeginsWithThem() {
        receive(1, 5);
        Optional<Query> asked = feed.received(again(4));
        assertEquals(Optional.of(Query.after(place("e", 5), true)), asked);
        assertEquals(NOTHING, feed.received(again(5)));
        assertEquals(offsets(1, 5), delivered());
        // Nothing is kept.
        assertEquals(NOTHING, caughtUp(asked, "f", 5, false));
        assertEquals(NOTHING, feed.received(again(6)));
        assertEquals(NOTHING, receive("e", 3));
        assertEquals(NOTHING, receive("f", 7));
        assertEquals(List.of("e1", "e2", "e3", "e4", "e5", "f4", "f5", "f6", "f7"), delivered());
        assertEquals(List.of("again4", "again5", "again6", "m7"), texts().subList(5, 9));
    }

    @Test
    void messagesWithOffsetsThatWereUsedAreToldOnceIfTheyAreKept() {
        receive(1, 5);
        Optional<Query> asked = feed.received(again(4));
        feed.received(again(5));
        assertEquals(
                NOTHING,
                feed.caughtUp(
                        asked.orElseThrow(),
                        new Reading(
                                new ChannelPlace("f", 6, again(6).place().time()),
                                false,
                                LongStream.of(6, 5, 4)
                                        .mapToObj(offset -> new Published(
                                                "c",
                                                new ChannelPlace(
                                                        "f",
                                                        offset,
                                                        again(offset).place().time()),
                                                again(offset).message()))
                                        .toList())));
        assertEquals(NOTHING, feed.received(again(6)));
        assertEquals(NOTHING, feed.received(new Published("c", new ChannelPlace("f", 7, Long.MAX_VALUE), "\"next\"")));
        assertEquals(List.of("again4", "again5", "again6", "next"), texts().subList(5, 9));
        assertEquals(9, texts().size());
    }

    @Test
    void aMessageHeardBeforeAReadThatHadItIsNotTakenForAnotherCourse() {
        receive(1, 2);
        Optional<Query> asked = receive("e", 9);
        assertEquals(NOTHING, caughtUp(asked, "e", 9, false));
        for (int offset = 3; offset <= 9; offset++) {
            assertEquals(NOTHING, receive("e", offset));
        }
        assertEquals(offsets(1, 2, 9, 9), delivered());
    }

    @Test
    void anEpochThatBeginsAboveTheLastHeardOffsetIsAskedFor() {
        receive(1, 5);
        // Like after a failover that took back two messages that the publisher knew of.
        Optional<Query> asked = receive("f", 6);
        assertEquals(after("e", 5), asked);
        assertEquals(NOTHING, caughtUp(asked, "f", 6, false, 6));
        assertEquals(NOTHING, receive("f", 7));
        assertEquals(List.of("e1", "e2", "e3", "e4", "e5", "f6", "f7"), delivered());
    }
}
