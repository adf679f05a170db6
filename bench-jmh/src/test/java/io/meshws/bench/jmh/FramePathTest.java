package io.meshws.bench.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.Frame;
import io.meshws.protocol.patch.Difference;
import org.junit.jupiter.api.Test;

class FramePathTest {
    @Test
    void everyPartDoesWhatIsMeasured() throws Exception {
        FramePath path = new FramePath();
        path.start();
        try {
            assertTrue(path.reader() instanceof Frame.ClientCall);
            assertEquals("{\"id\":7,\"command\":\"echo\",\"payload\":" + FramePath.PAYLOAD + "}", path.writer());
            assertTrue(path.broadcast().toCompletableFuture().isDone());
            assertTrue(path.outbox());
            assertTrue(path.diff() instanceof Difference.Patch);
            int before = path.sent();
            path.dispatch();
            assertEquals(before + 1, path.sent());
        } finally {
            path.stop();
        }
    }
}
