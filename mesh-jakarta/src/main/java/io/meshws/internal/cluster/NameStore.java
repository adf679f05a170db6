package io.meshws.internal.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The names of the cluster, each with one holder. Each operation is atomic, and announces each change, in the same step
 * and with the next number, to the instances that {@link #listen}: as {@link ClusterMessage.NameChange} through {@link
 * Receiver#received}. They receive the changes in the order of the numbers, at most once each, and complete as long as
 * the store isn't lost.
 */
public interface NameStore {

    /**
     * Takes a name. A holder keeps its name, the same incarnation gets it back from its former connection, and a host
     * takes a name over from another host that is away. Any other holder gets it only if it's free, or if the holder is to
     * be replaced.
     *
     * @param patient whether a holder whose grace is over still has its name, because it may not have been able to come
     *     back; otherwise the name is freed first
     */
    CompletionStage<Taking> take(Claim claim, boolean replacing, boolean patient);

    /** Marks names as away, if they still have these holders; they are free when the grace is over. */
    CompletionStage<Void> leave(Collection<Claim> claims, Duration grace);

    /**
     * Frees a name.
     *
     * @param holder the only holder from which to take it; empty for any
     * @return the holders whose names were freed
     */
    CompletionStage<Optional<NameEntry>> free(String name, Optional<String> holder);

    /**
     * Frees names whose grace is over. Every instance may call this, as often as it likes.
     */
    CompletionStage<Expiry> expire();

    /** @param patient as in {@link #take}; otherwise a name is free once its grace is over, whether or not it was freed */
    CompletionStage<Optional<NameEntry>> read(String name, boolean patient);

    /**
     * The names that begin with the prefix and have a holder, whether or not it's away; not a snapshot.
     *
     * @param patient as in {@link #read}
     */
    CompletionStage<Set<String>> names(String prefix, boolean patient);

    /** The names whose holder is on that instance; not a snapshot. */
    CompletionStage<List<NameEntry>> heldBy(String instanceId);

    /**
     * Begins to receive changes; does nothing if this instance already does. To be called again when the instance
     * {@linkplain Receiver#rejoined() rejoined}.
     */
    CompletionStage<Void> listen();

    /**
     * A holder, as in {@link NameEntry}.
     *
     * @param holder names the instance, as {@link ConnectionId} does
     */
    record Claim(String name, String holder, String incarnation, boolean hosted) {}

    /**
     * The result of an attempt to take a name.
     *
     * @param entry who has the name now
     * @param freed the holder whose grace was over, if this call freed it
     */
    record Taking(Decision decision, NameEntry entry, Optional<NameEntry> freed) {
        public boolean isRefused() {
            return decision == Decision.REFUSED;
        }

        /** Whether the name has a new holder. */
        public boolean isNew() {
            return decision == Decision.TAKEN || decision == Decision.REPLACED;
        }
    }

    /**
     * The result of looking for names whose grace is over.
     *
     * @param freed the holders whose names this call freed
     * @param next when the next grace is over; empty if no holder is away
     */
    record Expiry(List<NameEntry> freed, Optional<Duration> next) {}

    /** The store's decision about an attempt to take a name. */
    enum Decision {
        /** It was free, or its host was away. */
        TAKEN,
        /** Another holder had it. */
        REPLACED,
        /** The same incarnation had it, with another connection or before it was away. */
        BACK,
        /** Nothing changed: the holder has it already. */
        KEPT,
        REFUSED
    }
}
