package io.meshws.testing;

import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Instances that tests are done with. The threads of one on Redis end a second after everything else, and no test waits for
 * that: the next one begins meanwhile, with other keys. Only the class waits, at its end.
 */
public final class Departures implements AfterAllCallback {
    private static final Queue<CompletionStage<?>> STOPPING = new ConcurrentLinkedQueue<>();

    /** @param stopped when it has ended */
    public static void add(CompletionStage<?> stopped) {
        STOPPING.add(stopped);
    }

    /** Returns when everything has stopped; fails if something couldn't. */
    public static void await() {
        for (CompletionStage<?> each = STOPPING.poll(); each != null; each = STOPPING.poll()) {
            Eventually.get(each);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        await();
    }
}
