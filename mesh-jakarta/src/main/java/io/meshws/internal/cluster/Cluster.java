package io.meshws.internal.cluster;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** One instance's access to the shared store and to the other instances. Thread-safe. */
public interface Cluster {

    /** Random, unguessable, different at every start; contains no {@code .}. */
    String instanceId();

    /**
     * Begins to connect and returns at once. If the store can't be reached, logs that and keeps trying. Calls {@link
     * Receiver#rejoined()} whenever the store becomes reachable, including the first time.
     *
     * @return a stage that completes when the first attempt to connect has ended, successfully or not
     */
    CompletionStage<Void> start(Receiver receiver);

    /** Whether the store was reachable when last used. While it isn't, operations fail at once. */
    boolean isAvailable();

    Bus bus();

    ConnectionDirectory connections();

    RoomDirectory rooms();

    ChannelLog channels();

    RecordStore records();

    UnsavedRecords unsaved();

    /** False once it is known that kept records can't be written: the store can't note them as unsaved in the same step. */
    default boolean keepsRecords() {
        return true;
    }

    UnsavedMessages unsavedMessages();

    RecordIndex recordIndex();

    PresenceDirectory presence();

    AnswerStore answers();

    /** Names the memory of {@link #answers()}, if no other instance shares it; it's gone when this instance ends. */
    Optional<String> ownMemory();

    EventBus events();

    NameStore names();

    Instances instances();

    /** Removes this instance's data from the store, and ends every thread. Completes even if the store is away. */
    CompletionStage<Void> stop();
}
