package io.meshws.internal.cluster.redis;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.internal.cluster.ChannelLog;
import io.meshws.internal.cluster.ChannelLog.Query;
import io.meshws.internal.cluster.ChannelLogContract;
import io.meshws.internal.cluster.ClusterFixture;
import io.meshws.internal.cluster.ClusterFixture.Instance;
import io.meshws.internal.cluster.ClusterMessage.Published;
import io.meshws.testing.Clusters;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.redisson.Redisson;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

class RedisChannelLogIT extends ChannelLogContract {
    private final String prefix = RedisFixture.newPrefix();

    @Override
    protected ClusterFixture newFixture() {
        return RedisFixture.withOwnClients();
    }

    private Instance instance(EmbeddedRedis redis) {
        return Instance.start(Clusters.redis(RedisFixture.config(redis, prefix, Duration.ofSeconds(1))));
    }

    @Test
    void aPublicationThatIsSentAgainHappensOnce() {
        EmbeddedRedis redis = EmbeddedRedis.shared();
        Instance instance = instance(redis);
        ChannelLog log = instance.cluster().channels();
        get(log.subscribe("c", 1, Query.last(0)));
        get(log.publish("c", "first", 5));
        Keys keys = new Keys(prefix);
        Object[] arguments = {
            "epoch",
            "60000",
            "60000",
            "1024",
            "1",
            MessageCodec.channelHead("c"),
            "",
            "0",
            "",
            "id 1",
            "5",
            "-1",
            "a",
            "id 2",
            "5",
            "-1",
            "b"
        };
        Config config = new Config();
        config.setCodec(StringCodec.INSTANCE).useSingleServer().setAddress(redis.uri());
        RedissonClient client = Redisson.create(config);
        try {
            for (int i = 0; i < 3; i++) {
                List<Object> answer = client.getScript(StringCodec.INSTANCE)
                        .eval(
                                RScript.Mode.READ_WRITE,
                                Script.PUBLISH.text(),
                                RScript.ReturnType.LIST,
                                List.of(
                                        keys.channel("c"),
                                        keys.channelHistory("c"),
                                        keys.channelInstances("c"),
                                        keys.channelPublications("c")),
                                arguments);
                // After the epoch and the number of missing messages.
                assertEquals(List.of("2", "3"), answer.subList(2, answer.size()));
            }
        } finally {
            client.shutdown();
        }
        assertEquals(4L, get(log.publish("c", "last", 5)));
        for (String message : List.of("first", "a", "b", "last")) {
            assertEquals(message, ((Published) instance.receiver().next()).message());
        }
        assertEquals(4, get(log.read("c", Query.last(10))).messages().size());
        get(instance.cluster().stop());
    }

    @Test
    void anInstanceThatIsGoneIsNoLongerPublishedTo() {
        EmbeddedRedis redis = EmbeddedRedis.shared();
        Instance instance = instance(redis);
        Instance leaver = instance(redis);
        String instances = new Keys(prefix).channelInstances("c");
        get(instance.cluster().channels().subscribe("c", 1, Query.last(0)));
        get(leaver.cluster().channels().subscribe("c", 1, Query.last(0)));
        assertEquals(":2", redis.command("HLEN " + instances));
        get(leaver.cluster().stop());
        assertEquals(":1", redis.command("HLEN " + instances));
        redis.command("HSET " + instances + " nobody 1");
        get(instance.cluster().channels().publish("c", "m", 0));
        assertEquals(":1", redis.command("HLEN " + instances));
        get(instance.cluster().stop());
        assertEquals(":0", redis.command("HLEN " + instances));
    }

    @Test
    void storedMessagesExpire() {
        EmbeddedRedis redis = EmbeddedRedis.shared();
        Instance instance = instance(redis);
        ChannelLog log = instance.cluster().channels();
        get(log.publish("c", "m", 3));
        Keys keys = new Keys(prefix);
        for (String key : List.of(keys.channel("c"), keys.channelHistory("c"), keys.channelPublications("c"))) {
            assertTrue(Long.parseLong(redis.command("PTTL " + key).substring(1)) > 0, key);
        }
        String epoch = get(log.read("c", Query.last(0))).last().epoch();
        redis.command("DEL " + keys.channel("c"));
        assertEquals(1L, get(log.publish("c", "again", 3)));
        assertEquals(1, get(log.read("c", Query.last(10))).messages().size());
        Eventually.holds(
                () -> !epoch.equals(get(log.read("c", Query.last(0))).last().epoch()));
        get(instance.cluster().stop());
    }
}
