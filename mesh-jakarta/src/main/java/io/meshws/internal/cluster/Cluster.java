package io.meshws.internal.cluster;

import java.util.concurrent.CompletionStage;

/** One instance's access to the shared store and to the other instances. Thread-safe. */
public interface Cluster {

    /** Random, unguessable, different at every start; holds no {@code .}. */
    String instanceId();

    /**
     * Begins to connect and returns at once. Where the store cannot be reached this says so in the log and keeps trying;
     * {@link Receiver#rejoined()} is called at every time that the store becomes reachable, the first included.
     *
     * @return completes when the first attempt to connect has ended, well or badly
     */
    CompletionStage<Void> start(Receiver receiver);

    /** Whether the store was reachable when last used. Operations fail at once while it is not. */
    boolean isAvailable();

    Bus bus();

    ConnectionDirectory connections();

    RoomDirectory rooms();

    ChannelLog channels();

    RecordStore records();

    PresenceDirectory presence();

    Instances instances();

    /** Removes what this instance has in the store, and ends every thread. Completes also where the store is away. */
    CompletionStage<Void> stop();
}
