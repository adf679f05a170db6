package io.meshws;

import java.util.concurrent.CompletionStage;

/**
 * A listener of {@link Events}.
 *
 * <pre>{@code
 * EventRegistration registration =
 *         mesh.events().on("greeting", String.class, text -> System.out.println("Hello " + text));
 * registration.ready().thenRun(() -> mesh.events().emit("greeting", "world"));
 * registration.close();
 * }</pre>
 *
 * <p>Thread-safe.
 */
public interface EventRegistration extends AutoCloseable {

    /**
     * A stage that completes once events of other instances reach the listener. If it fails with {@link
     * ClusterUnavailableException}, they reach it as soon as Redis can be reached.
     */
    CompletionStage<Void> ready();

    /** Stops listening. An event that is already being delivered may still arrive. */
    @Override
    void close();
}
