package io.meshws.connection;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.meshws.cluster.memory.MemoryCluster;
import io.meshws.testing.RecordingReceiver;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class SerialTest {
    private static final Error ERROR = new NoClassDefFoundError("on purpose");

    private static CompletionStage<String> broken() {
        throw ERROR;
    }

    @Test
    void anErrorFailsTheOperationAndNotTheNext() {
        Serial serial = new Serial();
        assertSame(ERROR, failure(serial.run(SerialTest::broken)));
        assertEquals("next", get(serial.run(() -> CompletableFuture.completedFuture("next"))));
    }

    @Test
    void anErrorDoesNotKeepTheStateOfAnInstanceFromBeingWritten() {
        MemoryCluster cluster = new MemoryCluster();
        cluster.start(new RecordingReceiver());
        OwnState own = new OwnState(cluster, Map::of);
        assertSame(ERROR, failure(own.change(SerialTest::broken)));
        own.rewrite();
        // It waits for the writing, which waits for the changes before it.
        assertEquals("next", get(own.change(() -> CompletableFuture.completedFuture("next"))));
    }
}
