package io.meshws.internal.cluster.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.RedisUri;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.redisson.config.Config;

class RedissonSettingsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    @Test
    void setsUpOneServer() {
        Config config = settings("redis://me:s%40cret+%3A@redis.example:7000/3");
        assertEquals("redis://redis.example:7000", config.useSingleServer().getAddress());
        assertEquals(3, config.useSingleServer().getDatabase());
        assertEquals(3000, config.useSingleServer().getTimeout());
        assertEquals("me", config.getUsername());
        assertEquals("s@cret+:", config.getPassword());
    }

    @Test
    void setsUpACluster() {
        assertEquals(
                List.of("rediss://a:1", "rediss://b:6379"),
                settings("rediss-cluster://a:1,b").useClusterServers().getNodeAddresses());
    }

    @Test
    void setsUpSentinels() {
        Config config = settings("redis-sentinel://me:secret@a,b:2/main");
        assertEquals("main", config.useSentinelServers().getMasterName());
        assertEquals(
                List.of("redis://a:26379", "redis://b:2"),
                config.useSentinelServers().getSentinelAddresses());
        assertEquals("me", config.getUsername());
    }

    private static Config settings(String uri) {
        MeshConfig config = MeshConfig.builder()
                .set(MeshProperty.REDIS_URI, RedisUri.parse(uri))
                .build();
        return RedissonSettings.of(config.get(MeshProperty.REDIS_URI), TIMEOUT);
    }
}
