package io.meshws.internal.cluster.memory;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.meshws.ChannelPosition;
import io.meshws.internal.cluster.ChannelLog;
import io.meshws.internal.cluster.ChannelLog.Query;
import io.meshws.internal.cluster.ChannelLogContract;
import io.meshws.internal.cluster.ChannelPlace;
import io.meshws.internal.cluster.ClusterFixture;
import io.meshws.testing.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MemoryChannelLogTest extends ChannelLogContract {
    @Override
    protected ClusterFixture newFixture() {
        return new MemoryFixture();
    }

    @Test
    void forgetsChannelsThatNobodyPublishesIn() {
        ManualClock clock = new ManualClock();
        ChannelLog log = new MemoryCluster(Duration.ofMinutes(10), clock, System::currentTimeMillis).channels();
        get(log.publish("c", "old", 5));
        ChannelPosition old = get(log.read("c", Query.last(0))).last().position();
        clock.advance(Duration.ofMinutes(9));
        get(log.publish("other", "x", 5));
        assertEquals(2L, get(log.publish("c", "still", 5)));
        clock.advance(Duration.ofMinutes(11));
        assertEquals(
                ChannelPlace.NOTHING_PUBLISHED,
                get(log.read("c", Query.last(5))).last());
        assertEquals(1L, get(log.publish("c", "new", 5)));
        assertNotEquals(old.epoch(), get(log.read("c", Query.last(0))).last().epoch());
        assertEquals(1, get(log.read("c", Query.last(5))).messages().size());
    }
}
