package io.meshws.internal.cluster.redis;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.ChannelPosition;
import io.meshws.internal.cluster.ChannelLog;
import io.meshws.internal.cluster.ChannelLog.Query;
import io.meshws.internal.cluster.ChannelLog.Reading;
import io.meshws.internal.cluster.ChannelPlace;
import io.meshws.internal.cluster.ClusterFixture.Instance;
import io.meshws.internal.cluster.ClusterMessage.Published;
import io.meshws.testing.Clusters;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A channel's log when Redis has less of it than it had confirmed, step by step. */
class RedisChannelSetbackIT {
    private final String prefix = RedisFixture.newPrefix();
    private Instance instance;
    /** Hears nothing of the channel. */
    private Instance other;

    private ChannelLog log;

    @BeforeEach
    void start() {
        instance = newInstance();
        other = newInstance();
        log = instance.cluster().channels();
        get(log.subscribe("c", 1, Query.last(0)));
    }

    @AfterEach
    void stop() {
        List.of(instance.cluster().stop(), other.cluster().stop()).forEach(Eventually::get);
    }

    private Instance newInstance() {
        return Instance.start(
                Clusters.redis(RedisFixture.config(EmbeddedRedis.shared(), prefix, Duration.ofSeconds(5))));
    }

    /** Does by hand what a failover takes back: the last messages were never there. */
    private void takeBack(int offset, Published message) {
        Keys keys = new Keys(prefix);
        EmbeddedRedis redis = EmbeddedRedis.shared();
        redis.command("HSET " + keys.channel("c") + " offset " + offset + " time "
                + message.place().time());
        int lost = Integer.parseInt(
                        redis.command("LLEN " + keys.channelHistory("c")).substring(1))
                - offset;
        redis.command("LTRIM " + keys.channelHistory("c") + " " + lost + " -1");
        redis.command("ZREMRANGEBYSCORE " + keys.channelPublications("c") + " " + (offset + 1) + " inf");
    }

    /** Messages with these numbers, as an instance heard them. */
    private List<Published> published(int from, int to) {
        List<Published> heard = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            get(instance.cluster().channels().publish("c", "m" + i, 100));
            heard.add((Published) instance.receiver().next());
        }
        return heard;
    }

    private static List<String> texts(Reading reading) {
        return reading.messages().stream().map(Published::message).toList();
    }

    @Test
    void aPublisherThatPublishedMoreThanThereIsBeginsAnotherEpochAboveIt() {
        List<Published> heard = published(1, 5);
        takeBack(3, heard.get(2));
        Published next = published(6, 6).get(0);
        assertEquals(6, next.place().offset());
        assertFalse(next.place().isOfEpoch(heard.get(4).place()));
        // An instance that heard everything misses the messages that were taken back, and can't know that.
        Reading read = get(
                log.read("c", Query.since(10, Optional.of(heard.get(2).place().position()))));
        assertFalse(read.recovered());
        assertEquals(List.of("m6", "m3", "m2", "m1"), texts(read));
        assertEquals(
                List.of("m6"), texts(get(log.read("c", Query.after(heard.get(4).place(), false)))));
        assertEquals(
                List.of("m6"), texts(get(log.read("c", Query.after(heard.get(2).place(), false)))));
    }

    @Test
    void aReaderThatHeardMoreThanThereIsBeginsAnotherEpoch() {
        List<Published> heard = published(1, 5);
        takeBack(3, heard.get(2));
        ChannelPlace last = heard.get(4).place();
        Reading read = get(log.read("c", Query.after(last, false)));
        assertFalse(read.last().isOfEpoch(last));
        assertEquals(5, read.last().offset());
        assertEquals(List.of(), texts(read));
        // It is the same for all others.
        assertEquals(read.last(), get(log.read("c", Query.after(last, true))).last());
        assertEquals(6L, get(other.cluster().channels().publish("c", "m6", 100)));
    }

    /** Fewer than were lost, as many, and more. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void messagesWithOffsetsGivenAgainAreNewToSubscribersThatHeardOthers(int count) {
        List<Published> heard = published(1, 5);
        ChannelPlace last = heard.get(4).place();
        takeBack(3, heard.get(2));
        List<String> again =
                IntStream.rangeClosed(1, count).mapToObj(i -> "again" + i).toList();
        for (int i = 1; i <= count; i++) {
            get(other.cluster().channels().publish("c", again.get(i - 1), 100));
            ChannelPlace place = ((Published) instance.receiver().next()).place();
            assertEquals(3 + i, place.offset());
            assertEquals(i <= 2, place.contradicts(last));
        }
        Reading read = get(log.read("c", Query.after(last, false)));
        assertFalse(read.last().isOfEpoch(last));
        List<String> newestFirst = new ArrayList<>(again);
        Collections.reverse(newestFirst);
        assertEquals(newestFirst, texts(read));
        assertEquals(Math.max(6, 4 + count), get(other.cluster().channels().publish("c", "next", 100)));
    }

    @Test
    void afterARestartThatLostNothingTheEpochIsAnotherAndNothingIsMissing() {
        List<Published> heard = published(1, 3);
        EmbeddedRedis.shared().command("HSET " + new Keys(prefix).channel("c") + " line before");
        heard.addAll(published(4, 5));
        EmbeddedRedis.shared().command("HSET " + new Keys(prefix).channel("c") + " line before");
        heard.addAll(published(6, 6));
        assertEquals(
                3, heard.stream().map(each -> each.place().epoch()).distinct().count());
        for (int from = 1; from <= 6; from++) {
            Reading read = get(log.read(
                    "c", Query.since(0, Optional.of(heard.get(from - 1).place().position()))));
            assertTrue(read.recovered());
            assertEquals(heard.subList(from, 6).stream().map(Published::message).toList(), texts(read));
        }
        // An instance that heard more in an epoch than the epoch had in the end.
        Reading ahead = get(log.read(
                "c",
                Query.since(
                        9, Optional.of(new ChannelPosition(heard.get(0).place().epoch(), 4)))));
        assertFalse(ahead.recovered());
    }
}
