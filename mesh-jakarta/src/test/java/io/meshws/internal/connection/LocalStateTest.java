package io.meshws.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.meshws.internal.cluster.memory.MemoryCluster;
import io.meshws.testing.Clusters;
import io.meshws.testing.Eventually;
import io.meshws.testing.RecordingReceiver;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class LocalStateTest {
    private static CompletionStage<String> broken(Error error) {
        throw error;
    }

    @Test
    void anErrorDoesNotKeepTheStateOfAnInstanceFromBeingWritten() {
        MemoryCluster cluster = Clusters.memory();
        cluster.start(new RecordingReceiver());
        LocalState own =
                new LocalState(cluster::isAvailable, () -> cluster.connections().replaceLocal(Map.of()));
        Error error = new NoClassDefFoundError("on purpose");
        assertSame(error, Eventually.failure(own.change(() -> broken(error))));
        own.rewrite();
        // The change waits for the writing, which waits for the changes before it.
        assertEquals("next", Eventually.get(own.change(() -> CompletableFuture.completedFuture("next"))));
    }
}
