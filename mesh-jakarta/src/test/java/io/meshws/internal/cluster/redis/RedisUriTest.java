package io.meshws.internal.cluster.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.meshws.InvalidConfigException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redisson.config.Config;

class RedisUriTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    @Test
    void readsOneServer() {
        RedisUri uri = RedisUri.parse("redis://me:s%40cret+%3A@redis.example:7000/3");
        assertEquals(List.of("redis://redis.example:7000"), uri.nodes());
        assertEquals("me", uri.user());
        assertEquals("s@cret+:", uri.password());
        assertEquals(3, uri.database());
        Config config = uri.toConfig(TIMEOUT);
        assertEquals("redis://redis.example:7000", config.useSingleServer().getAddress());
        assertEquals(3, config.useSingleServer().getDatabase());
        assertEquals(3000, config.useSingleServer().getTimeout());
        assertEquals("s@cret+:", config.getPassword());
    }

    @Test
    void fillsInWhatIsNotSaid() {
        RedisUri uri = RedisUri.parse("rediss://localhost");
        assertEquals(List.of("rediss://localhost:6379"), uri.nodes());
        assertNull(uri.user());
        assertNull(uri.password());
        assertEquals(0, uri.database());
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis://secret@h", "redis://:secret@h", "redis-cluster://:secret@h,i"})
    void readsAPasswordWithoutAUser(String text) {
        RedisUri uri = RedisUri.parse(text);
        assertNull(uri.user());
        assertEquals("secret", uri.password());
    }

    @Test
    void readsAnAddressOfVersionSix() {
        assertEquals(
                List.of("redis://[::1]:6379"), RedisUri.parse("redis://[::1]").nodes());
        assertEquals(
                List.of("redis://[::1]:7000"),
                RedisUri.parse("redis://[::1]:7000").nodes());
    }

    @Test
    void readsAClusterWithTls() {
        RedisUri uri = RedisUri.parse("rediss-cluster://a:1,b,c:3");
        assertEquals(List.of("rediss://a:1", "rediss://b:6379", "rediss://c:3"), uri.nodes());
        Config config = uri.toConfig(TIMEOUT);
        assertEquals(uri.nodes(), config.useClusterServers().getNodeAddresses());
    }

    @Test
    void readsSentinels() {
        RedisUri uri = RedisUri.parse("redis-sentinel://me:secret@a,b:2/main");
        assertEquals(List.of("redis://a:26379", "redis://b:2"), uri.nodes());
        Config config = uri.toConfig(TIMEOUT);
        assertEquals("main", config.useSentinelServers().getMasterName());
        assertEquals(uri.nodes(), config.useSentinelServers().getSentinelAddresses());
        assertEquals("me", config.getUsername());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://secret@h",
                "redis://",
                "redis://:secret@a,b",
                "redis://:secret@h/x",
                "redis://:secret%zz@h",
                "redis-cluster://:secret@a/1",
                "redis-sentinel://:secret@a"
            })
    void refusesOtherFormsWithoutShowingThem(String text) {
        InvalidConfigException e = assertThrows(InvalidConfigException.class, () -> RedisUri.parse(text));
        assertFalse(e.getMessage().contains("secret"), e.getMessage());
    }

    @Test
    void hidesThePasswordInItsText() {
        assertEquals(
                "SINGLE [redis://h:6379]", RedisUri.parse("redis://me:secret@h").toString());
    }
}
