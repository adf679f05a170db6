package io.meshws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.RedisUri.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUriTest {
    @Test
    void readsOneServer() {
        RedisUri uri = read("redis://me:s%40cret+%3A@redis_1.example:7000/3");
        assertEquals(Kind.SINGLE, uri.kind());
        assertEquals(List.of("redis://redis_1.example:7000"), uri.nodes());
        assertEquals("me", uri.user());
        assertEquals("s@cret+:", uri.password());
        assertEquals(3, uri.database());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rediss://localhost", "rediss://localhost/", "rediss://localhost:6379/0"})
    void fillsInMissingParts(String text) {
        RedisUri uri = read(text);
        assertEquals(List.of("rediss://localhost:6379"), uri.nodes());
        assertNull(uri.user());
        assertNull(uri.password());
        assertEquals(0, uri.database());
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis://secret@h", "redis://:secret@h", "redis-cluster://:secret@h,i"})
    void readsAPasswordWithoutAUser(String text) {
        RedisUri uri = read(text);
        assertNull(uri.user());
        assertEquals("secret", uri.password());
    }

    @Test
    void readsAnAddressOfVersionSix() {
        assertEquals(List.of("redis://[::1]:6379"), read("redis://[::1]").nodes());
        assertEquals(List.of("redis://[::1]:7000"), read("redis://[::1]:7000").nodes());
    }

    @Test
    void readsAClusterWithTls() {
        RedisUri uri = read("rediss-cluster://a:1,b,c:3");
        assertEquals(Kind.CLUSTER, uri.kind());
        assertEquals(List.of("rediss://a:1", "rediss://b:6379", "rediss://c:3"), uri.nodes());
    }

    @Test
    void readsSentinels() {
        RedisUri uri = read("redis-sentinel://me:secret@a,b:2/main");
        assertEquals(Kind.SENTINEL, uri.kind());
        assertEquals(List.of("redis://a:26379", "redis://b:2"), uri.nodes());
        assertEquals("main", uri.master());
        assertEquals("me", uri.user());
    }

    @Test
    void isAbsentIfTheTextIsEmpty() {
        assertEquals(Optional.empty(), with(" ").find(MeshProperty.REDIS_URI));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "http://secret@h; it does not begin with a known scheme",
                "h:6379; it does not begin with a known scheme",
                "redis:secret; it does not begin with a known scheme",
                "redis://; a host is not valid",
                "redis://:secret@; a host is not valid",
                "redis://h:6379,; a host is not valid",
                "redis-cluster://a,,b; a host is not valid",
                "redis://h h; a host is not valid",
                "redis://h?db=2; a host is not valid",
                "redis://h#1; a host is not valid",
                "redis://:sec@ret@h; a host is not valid",
                "redis://:sec/ret@h; a host is not valid",
                "redis://[::1; a host is not valid",
                "redis://[::1]6379; a host is not valid",
                "redis://h:notaport; port is not a number from 1 to 65535",
                "redis://h:0; port is not a number",
                "redis://h:65536; port is not a number",
                "redis://h:; port is not a number",
                "redis://h:-1; port is not a number",
                "redis-sentinel://a:1,b:x/main; port is not a number",
                "redis://a,b; several hosts need redis-cluster:// or redis-sentinel://",
                "redis://h:6379/x; database is not a number",
                "redis://h:6379/1/2; database is not a number",
                "redis://h:6379/1?x; database is not a number",
                "redis://:secret%zz@h; not percent-encoded",
                "redis-cluster://:secret@a/1; a Redis Cluster has no databases",
                "redis-sentinel://:secret@a; name of the master must follow",
                "redis-sentinel://:secret@a/; name of the master must follow",
                "redis-sentinel://:secret@a/ma in; name of the master must follow"
            })
    void refusesOtherFormsWithTheReasonAndWithoutShowingThem(String text, String reason) {
        InvalidConfigException e = assertThrows(InvalidConfigException.class, () -> with(text));
        assertTrue(
                e.getMessage().startsWith("mesh.redis.uri: the given value is not allowed because "), e.getMessage());
        assertTrue(e.getMessage().contains(reason), e.getMessage());
        assertTrue(!e.getMessage().contains("sec") && !e.getMessage().contains("ret"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "redis://me:secret@h; redis://h:6379",
                "rediss://h:1/2; rediss://h:1/2",
                "redis-cluster://:secret@a,b; redis-cluster://a:6379,b:6379",
                "rediss-sentinel://:secret@a,[::1]/main; rediss-sentinel://a:26379,[::1]:26379/main"
            })
    void hidesThePasswordInItsText(String text, String shown) {
        assertEquals(shown, read(text).toString());
    }

    private static RedisUri read(String text) {
        return with(text).get(MeshProperty.REDIS_URI);
    }

    private static MeshConfig with(String text) {
        return MeshConfig.from(
                name -> Optional.of(text).filter(given -> name.equals(MeshProperty.REDIS_URI.propertyName())));
    }
}
