package io.meshws.internal.cluster.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.redisson.api.RTopic;
import org.redisson.misc.CompletableFutureWrapper;

class OwnChannelTest {
    private static final CompletableFuture<Integer> STATUS = CompletableFuture.completedFuture(7);

    private final List<Integer> removed = new ArrayList<>();
    private final Queue<CompletableFuture<Integer>> added = new ArrayDeque<>();
    private final RTopic topic = (RTopic) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {RTopic.class}, (proxy, method, arguments) -> {
                if (method.getName().equals("addListenerAsync")) {
                    return new CompletableFutureWrapper<>(added.remove());
                }
                assertEquals("removeListenerAsync", method.getName());
                removed.addAll(Arrays.asList((Integer[]) arguments[0]));
                return new CompletableFutureWrapper<Void>((Void) null);
            });

    private final OwnChannel channel = new OwnChannel(topic, Duration.ofMillis(1));

    @Test
    void aListenerThatComesTooLateIsRemovedLikeTheOthers() {
        CompletableFuture<Integer> late = new CompletableFuture<>();
        added.addAll(List.of(STATUS, late));
        assertThrows(TimeoutException.class, () -> channel.listen(text -> {}, () -> {}));
        assertEquals(List.of(7), removed);
        late.complete(8);
        assertEquals(List.of(7, 8), removed);
    }

    @Test
    void allListenersAreRemoved() throws Exception {
        added.addAll(List.of(STATUS, CompletableFuture.completedFuture(8)));
        channel.listen(text -> {}, () -> {});
        assertEquals(List.of(), removed);
        channel.unlisten();
        assertEquals(List.of(7, 8), removed);
    }
}
