package io.meshws.internal.connection;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LongRepliesTest {
    private static final int AT_ONCE = 8;

    private final LongReplies replies = new LongReplies(MeshConfig.builder().build());
    private final List<Integer> begun = new ArrayList<>();
    private final List<CompletableFuture<Boolean>> replied = new ArrayList<>();

    private CompletionStage<Integer> make(int number) {
        CompletableFuture<Boolean> sent = new CompletableFuture<>();
        replied.add(sent);
        return replies.make(sent, () -> {
            begun.add(number);
            return CompletableFuture.completedStage(number);
        });
    }

    private static List<Integer> upTo(int end) {
        return IntStream.range(0, end).boxed().toList();
    }

    @Test
    void soManyAreMadeAtATimeAndTheOthersWaitInOrder() {
        List<CompletionStage<Integer>> results =
                IntStream.range(0, 12).mapToObj(this::make).toList();
        assertEquals(upTo(AT_ONCE), begun);
        // A reply that was read still takes memory until it's on its way.
        assertEquals(0, get(results.get(0)));
        assertFalse(results.get(AT_ONCE).toCompletableFuture().isDone());
        replied.get(3).complete(true);
        replied.get(5).complete(false);
        assertEquals(upTo(AT_ONCE + 2), begun);
        replied.forEach(each -> each.complete(true));
        assertEquals(upTo(12), begun);
        assertEquals(11, get(results.get(11)));
    }

    @Test
    void aReplyThatNobodyWaitsForIsNotMade() {
        IntStream.range(0, AT_ONCE).forEach(this::make);
        CompletionStage<Integer> abandoned = make(AT_ONCE);
        make(AT_ONCE + 1);
        replied.get(AT_ONCE).complete(false);
        replied.get(0).complete(true);
        assertEquals(AT_ONCE + 1, begun.get(AT_ONCE));
        assertTrue(Connection.isGone(failure(abandoned)));
    }

    @Test
    void oneThatFailsMakesRoom() {
        for (int i = 0; i < 2 * AT_ONCE; i++) {
            CompletableFuture<Boolean> sent = new CompletableFuture<>();
            Error error = new NoClassDefFoundError("on purpose");
            assertEquals(error, failure(replies.make(sent, () -> {
                throw error;
            })));
            sent.complete(false);
        }
        assertEquals(0, get(make(0)));
    }

    /** The memory engine answers at once, so that each reply ends while it begins. */
    @Test
    void manyThatEndWhileTheyBeginNeedNoDeepStack() {
        int many = 100_000;
        IntStream.range(0, AT_ONCE).forEach(this::make);
        List<CompletionStage<Integer>> results = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            CompletableFuture<Boolean> sent = new CompletableFuture<>();
            CompletionStage<Integer> result = replies.make(sent, () -> CompletableFuture.completedStage(1));
            result.whenComplete((done, failure) -> sent.complete(true));
            results.add(result);
        }
        replied.get(0).complete(true);
        assertTrue(
                results.stream().allMatch(result -> result.toCompletableFuture().isDone()));
    }

    @Test
    void aReplyFillsHalfOfTheOutboxAtMost() {
        assertEquals(4 << 20, replies.maxBytes());
        MeshConfig small =
                MeshConfig.builder().set(MeshProperty.OUTBOX_MAX_SIZE, 1000).build();
        assertEquals(500, new LongReplies(small).maxBytes());
    }
}
