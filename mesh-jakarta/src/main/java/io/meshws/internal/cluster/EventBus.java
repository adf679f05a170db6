package io.meshws.internal.cluster;

import java.util.concurrent.CompletionStage;

/**
 * Events between instances, by name. An event reaches each other instance that listens to its name at most once, and all
 * events of one sender arrive in the order of the calls, whatever their names; how far that goes if there are many names,
 * the guarantees in the documentation say. Nothing is kept for an instance that is away.
 */
public interface EventBus {

    /**
     * Sends an event to all other instances that listen to its name: one publication, regardless of their number.
     *
     * @param payload JSON text
     */
    CompletionStage<Void> send(String name, String payload);

    /**
     * Begins to listen to a name; does nothing if this instance already does. To be called again for all names when the
     * instance {@linkplain Receiver#rejoined() rejoined}.
     *
     * @return a stage that completes when this instance receives the events sent from now on
     */
    CompletionStage<Void> listen(String name);

    /** Ends listening to a name. */
    CompletionStage<Void> ignore(String name);
}
