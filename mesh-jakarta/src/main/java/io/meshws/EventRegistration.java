package io.meshws;

import java.util.concurrent.CompletionStage;

/** A listener of {@link Events}. Thread-safe. */
public interface EventRegistration extends AutoCloseable {

    /**
     * A stage that completes when events of other instances reach the listener. If it fails with {@link
     * ClusterUnavailableException}, they will do so once Redis can be reached.
     */
    CompletionStage<Void> ready();

    /** Ends listening. An event that is being delivered may still come. */
    @Override
    void close();
}
