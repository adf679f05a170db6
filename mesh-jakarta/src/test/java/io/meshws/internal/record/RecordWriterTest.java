package io.meshws.internal.record;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.ClusterUnavailableException;
import io.meshws.RecordChanged;
import io.meshws.RecordRemoved;
import io.meshws.internal.cluster.RecordStore;
import io.meshws.internal.cluster.memory.MemoryCluster;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.record.PendingWrite.Written;
import io.meshws.internal.security.ValueLimit;
import io.meshws.protocol.Json;
import io.meshws.protocol.JsonLimits;
import io.meshws.protocol.MergeStrategy;
import io.meshws.testing.Clusters;
import io.meshws.testing.RecordingReceiver;
import io.meshws.testing.Throwing;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordWriterTest {
    private static final Error ON_PURPOSE = new NoClassDefFoundError("on purpose");

    private final MemoryCluster cluster = Clusters.memory();
    private final Throwing<RecordStore> store = new Throwing<>(RecordStore.class, cluster.records());
    private final List<Long> observed = new ArrayList<>();
    /** Once an observer was told of the next change. */
    private Runnable observing = () -> {};

    private Error noId;
    private final RecordWriter writer = new RecordWriter(
            "r",
            store.get(),
            new ValueLimit("The value", "max", 100_000, JsonLimits.DEFAULT.ofKeptValues()),
            this::newId,
            () -> null,
            new WriteOutcomes("r", observer(), Runnable::run, new FailureLog(System::nanoTime)),
            Runnable::run,
            () -> 0);

    private RecordObserver observer() {
        return new RecordObserver() {
            @Override
            public boolean isHeard() {
                return true;
            }

            @Override
            public void changed(RecordChanged event) {
                observed.add(event.version());
                Runnable now = observing;
                observing = () -> {};
                now.run();
            }

            @Override
            public void removed(RecordRemoved event) {
                observed.add(event.version());
            }
        };
    }

    @BeforeEach
    void start() {
        cluster.start(new RecordingReceiver());
    }

    private String newId() {
        Error now = noId;
        noId = null;
        if (now != null) {
            throw now;
        }
        return "e";
    }

    private CompletionStage<Written> write(JsonValue value) {
        return writer.claim().write(PendingWrite.of(value, MergeStrategy.REPLACE, null));
    }

    private CompletionStage<Written> write(String value) {
        return write(Json.string(value));
    }

    private static Runnable failing() {
        return () -> {
            throw ON_PURPOSE;
        };
    }

    @Test
    void anErrorOfTheStoreFailsTheWriteAndNotTheNext() {
        Error reading = store.next();
        assertSame(reading, failure(write("read")));
        assertEquals(new Written(1, true, Json.string("a")), get(write("a")));
        Error writing = store.next();
        assertSame(writing, failure(write("written")));
        assertEquals(new Written(2, true, Json.string("b")), get(write("b")));
        assertTrue(writer.isIdle());
    }

    @Test
    void anErrorBeforeTheStoreIsAskedFailsTheWriteAndNotTheNext() {
        noId = ON_PURPOSE;
        assertSame(ON_PURPOSE, failure(write("a")));
        assertEquals(new Written(1, true, Json.string("a")), get(write("a")));
        assertTrue(writer.isIdle());
    }

    @Test
    void anErrorOfAnObserverChangesNothing() {
        observing = failing();
        assertEquals(new Written(1, true, Json.string("a")), get(write("a")));
        assertEquals(new Written(2, true, Json.string("b")), get(write("b")));
        assertEquals(List.of(1L, 2L), observed);
    }

    @Test
    void anErrorOfOneValueIsItsOwnAffair() {
        JsonValue broken = new JsonValue() {
            @Override
            public ValueType getValueType() {
                return ValueType.NUMBER;
            }

            @Override
            public String toString() {
                throw ON_PURPOSE;
            }
        };
        List<CompletionStage<Written>> written = new ArrayList<>();
        // Together, in one step.
        observing = () -> {
            written.add(write("a"));
            written.add(write(broken));
            written.add(write("b"));
        };
        get(write("first"));
        assertEquals(new Written(2, true, Json.string("a")), get(written.get(0)));
        assertSame(ON_PURPOSE, failure(written.get(1)));
        assertEquals(new Written(3, true, Json.string("b")), get(written.get(2)));
        assertTrue(writer.isIdle());
    }

    @Test
    void moreWritesThanMayWaitAreRefusedWhenTheyAreGiven() {
        List<CompletionStage<Written>> written = new ArrayList<>();
        observing = () -> {
            IntStream.range(0, 20_000).forEach(i -> written.add(write("w" + i)));
            CompletionStage<Written> last = written.get(written.size() - 1);
            assertTrue(last.toCompletableFuture().isDone());
            assertInstanceOf(ClusterUnavailableException.class, failure(last));
            assertFalse(written.get(0).toCompletableFuture().isDone());
        };
        get(write("first"));
        assertEquals(new Written(2, true, Json.string("w0")), get(written.get(0)));
        assertTrue(writer.isIdle());
    }
}
