package io.meshws.internal.keep;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshws.ClusterUnavailableException;
import io.meshws.internal.failure.FailureLog;
import io.meshws.spi.KeptRecord;
import io.meshws.testing.ManualClock;
import io.meshws.testing.TestKeeper;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LoaderTest {
    private static final KeptRecord ROW = new KeptRecord("a", 3, "1", "e w 0");

    private final ManualClock clock = new ManualClock();
    private final TestKeeper keeper = new TestKeeper();
    /** The tasks for the workers. */
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    private final Loader<KeptRecord> loader = new Loader<>(
            keeper,
            ids -> keeper.load(ids).stream().collect(Collectors.toMap(KeptRecord::recordId, one -> one)),
            2,
            tasks::add,
            clock,
            new KeeperLog(Kind.RECORD, new FailureLog(clock)));

    private void work() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    @Test
    void concurrentCallersShareOneLoad() {
        keeper.rows.put("a", ROW);
        List<CompletionStage<Optional<KeptRecord>>> asked = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            asked.add(loader.load("a"));
        }
        assertFalse(asked.get(0).toCompletableFuture().isDone());
        work();
        asked.forEach(one -> assertEquals(Optional.of(ROW), get(one)));
        assertEquals(List.of(Set.of("a")), keeper.loads);
    }

    @Test
    void thoseThatComeMeanwhileAreLoadedTogether() {
        keeper.rows.put("a", ROW);
        List.of("x", "y", "a", "b", "c").forEach(loader::load);
        work();
        assertEquals(List.of(Set.of("x"), Set.of("y"), Set.of("a", "b"), Set.of("c")), keeper.loads);
    }

    @Test
    void aMissIsRememberedForAMoment() {
        loader.load("a");
        work();
        keeper.rows.put("a", ROW);
        assertEquals(Optional.empty(), get(loader.load("a")));
        clock.advance(Loader.MEMORY);
        CompletionStage<Optional<KeptRecord>> later = loader.load("a");
        work();
        assertEquals(Optional.of(ROW), get(later));
    }

    @Test
    void aMissIsForgottenIfTheStoreMayHaveLostTheRecord() {
        loader.load("a");
        work();
        keeper.rows.put("a", ROW);
        loader.forget();
        CompletionStage<Optional<KeptRecord>> later = loader.load("a");
        work();
        assertEquals(Optional.of(ROW), get(later));
    }

    @Test
    void aMissIsForgottenIfTheRecordIsWritten() {
        loader.load("a");
        work();
        loader.written("a");
        keeper.rows.put("a", ROW);
        CompletionStage<Optional<KeptRecord>> later = loader.load("a");
        work();
        assertEquals(Optional.of(ROW), get(later));
    }

    @Test
    void aFailureIsRememberedForAMomentToo() {
        keeper.away = true;
        CompletionStage<Optional<KeptRecord>> asked = loader.load("a");
        work();
        assertInstanceOf(ClusterUnavailableException.class, failure(asked));
        assertInstanceOf(ClusterUnavailableException.class, failure(loader.load("b")));
        assertEquals(1, keeper.loads.size());
        keeper.away = false;
        clock.advance(Duration.ofSeconds(1));
        CompletionStage<Optional<KeptRecord>> later = loader.load("b");
        work();
        assertEquals(Optional.empty(), get(later));
    }
}
