package io.meshws.internal.collection;

import io.meshws.internal.cluster.ClusterMessage.IndexChange;
import io.meshws.internal.cluster.RecordIndex;
import io.meshws.internal.cluster.RecordIndex.Bucket;
import io.meshws.internal.cluster.RecordIndex.Reading;
import io.meshws.internal.cluster.RecordIndex.Version;
import io.meshws.internal.follow.Backlog;
import io.meshws.internal.follow.Follower;
import io.meshws.internal.follow.Replica;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A bucket of an index as this instance's collections see it. It {@linkplain Follower follows} the bucket while there are
 * listeners. Only the follower calls the methods of {@link Replica}, in tasks; everything else is thread-safe.
 */
final class IndexReplica implements Replica<IndexChange, Reading> {
    /** More changes than that during a reading have the bucket read again. */
    private static final int MAX_HELD = 16_384;

    private final Bucket bucket;
    private final RecordIndex index;
    private final Consumer<IndexReplica> retirement;
    private final Follower<IndexChange, Reading> follower;
    // The fields below change in tasks only.
    private final Set<IndexListener> listeners = new LinkedHashSet<>();
    private final List<IndexListener> beginning = new ArrayList<>();
    private Map<String, String> entries = new HashMap<>();
    /** Null until the bucket was read. */
    private Version version;

    /** @param subscribed whether the store is already sending changes */
    IndexReplica(Bucket bucket, RecordIndex index, boolean subscribed, Consumer<IndexReplica> retirement) {
        this.bucket = bucket;
        this.index = index;
        this.retirement = retirement;
        this.follower = new Follower<>(this, Backlog.ofHeld(MAX_HELD), subscribed);
    }

    /** @param instead does the same with another replica if this one has retired */
    void add(IndexListener listener, boolean available, Runnable instead) {
        follower.join(
                () -> {
                    beginning.add(listener);
                    if (!available) {
                        // The entries may be stale without anybody knowing.
                        follower.outdated();
                    }
                },
                instead);
    }

    void remove(IndexListener listener) {
        follower.run(() -> {
            listeners.remove(listener);
            beginning.remove(listener);
        });
    }

    void received(IndexChange change) {
        follower.received(change);
    }

    /** Changes may have been lost. */
    void rejoined() {
        follower.run(follower::outdated);
    }

    /** About once a second: retries failed operations. */
    void tick(boolean available) {
        if (available && !follower.isFollowing()) {
            follower.tick(follower::resume);
        }
    }

    @Override
    public boolean isWanted() {
        return !listeners.isEmpty() || !beginning.isEmpty();
    }

    @Override
    public CompletionStage<Reading> read() {
        return index.follow(bucket);
    }

    @Override
    public void replace(Reading reading) {
        Map<String, String> before = entries;
        version = reading.version();
        entries = new HashMap<>();
        reading.entries().forEach(entry -> entries.put(entry.recordId(), entry.values()));
        Map<String, String> changes = new HashMap<>();
        before.keySet().forEach(recordId -> changes.put(recordId, null));
        entries.forEach((recordId, values) -> {
            if (values.equals(before.get(recordId))) {
                changes.remove(recordId);
            } else {
                changes.put(recordId, values);
            }
        });
        tell(changes);
    }

    @Override
    public Fit apply(IndexChange change) {
        if (version == null || !change.version().line().equals(version.line())) {
            return Fit.MISSED;
        }
        long ahead = change.version().number() - version.number();
        if (ahead != 1) {
            return ahead < 1 ? Fit.KNOWN : Fit.MISSED;
        }
        version = change.version();
        String before = change.values() == null
                ? entries.remove(change.recordId())
                : entries.put(change.recordId(), change.values());
        if (!Objects.equals(before, change.values())) {
            tell(Collections.singletonMap(change.recordId(), change.values()));
        }
        return Fit.APPLIED;
    }

    private void tell(Map<String, String> changes) {
        if (!changes.isEmpty()) {
            List.copyOf(listeners).forEach(listener -> listener.changed(changes));
        }
    }

    @Override
    public void welcome() {
        List<IndexListener> all = List.copyOf(beginning);
        beginning.clear();
        listeners.addAll(all);
        all.forEach(listener -> listener.begins(Map.copyOf(entries)));
    }

    @Override
    public void failed(Throwable failure) {
        List<IndexListener> all = List.copyOf(beginning);
        beginning.clear();
        all.forEach(listener -> listener.failed(failure));
    }

    /** If it fails, a change that still arrives creates a new replica, which tries again. */
    @Override
    public CompletionStage<Void> leave() {
        return index.unfollow(bucket);
    }

    @Override
    public void forget() {
        // The entries stay: listeners are told the difference once the bucket is read again.
        version = null;
    }

    @Override
    public void broken() {
        forget();
    }

    @Override
    public void retired() {
        retirement.accept(this);
    }
}
