package io.meshws.internal.collection;

import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.LongReplies;
import io.meshws.internal.record.ListeningCollection;
import io.meshws.internal.record.RecordListener;
import io.meshws.internal.record.RecordTable;
import io.meshws.internal.record.RecordView;
import io.meshws.internal.serial.SerialQueue;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The subscription of one client to a collection. It follows the records that its {@link Source} selects, as far as the client may
 * read them, and tells the client the difference from the state that it knows. Thread-safe: everything happens in tasks.
 */
final class LiveCollection {
    /** The store takes long for thousands of questions at once. */
    private static final int AT_ONCE = 128;

    private final Connection connection;
    private final String collectionId;
    private final RecordTable records;
    private final SerialQueue queue = new SerialQueue();
    private final Source source;
    private final Consumer<LiveCollection> atEnd;
    private final LongReplies replies;
    /** Completes when the first state is known; false if it ends before. */
    private final CompletableFuture<Boolean> known = new CompletableFuture<>();
    // The fields below change in tasks only.
    private final Map<String, CollectionMember> members = new LinkedHashMap<>();
    private final Telling telling;
    /** Ids that the client may read, until the records are asked for. */
    private final ArrayDeque<CollectionMember> waiting = new ArrayDeque<>();

    private int asked;
    private int unsettled;
    private int failed;
    /** Whether the source has made its selection. */
    private boolean begun;

    private boolean replied;
    private boolean ended;

    /**
     * @param resolver asks for the selection again
     * @param atEnd told once, when it ends
     */
    LiveCollection(
            Connection connection,
            String collectionId,
            RecordTable records,
            IndexReplicas indexes,
            Supplier<CompletionStage<Selected>> resolver,
            LongReplies replies,
            Consumer<LiveCollection> atEnd) {
        this.connection = connection;
        this.collectionId = collectionId;
        this.records = records;
        this.source = new Source(this, indexes, resolver);
        this.telling = new Telling(connection, collectionId, members, source::order, replies.maxBytes());
        this.replies = replies;
        this.atEnd = atEnd;
    }

    /** Begins; the result is the first state, or empty if the collection ends before it is known. */
    CompletionStage<Optional<CollectionSnapshot>> begin(Selected selected, CompletionStage<Boolean> replied) {
        run(() -> source.begin(selected));
        // No reply waits for the guards of another client's records.
        return known.thenCompose(there -> there
                ? replies.make(replied, this::snapshot)
                : CompletableFuture.completedStage(Optional.<CollectionSnapshot>empty()));
    }

    private CompletionStage<Optional<CollectionSnapshot>> snapshot() {
        return CompletableFuture.supplyAsync(
                () -> ended ? Optional.empty() : Optional.of(telling.snapshot(this::replied)), queue::run);
    }

    /** Ends it: from now on the client gets nothing but frames that are already being sent. */
    CompletionStage<Void> end() {
        CompletableFuture<Void> result = new CompletableFuture<>();
        queue.run(() -> {
            try {
                finish();
            } finally {
                result.complete(null);
            }
        });
        return result;
    }

    private void finish() {
        if (!ended) {
            ended = true;
            source.end();
            members.values().forEach(CollectionMember::unwanted);
            known.complete(false);
            atEnd.accept(this);
        }
    }

    /** Runs a task, unless it has ended, and then tells the client the differences. */
    void run(Runnable task) {
        queue.run(() -> {
            if (!ended) {
                task.run();
                tell();
            }
        });
    }

    /** About once a second: retries failed steps, and tells a client that didn't keep up. */
    void tick(long now) {
        run(() -> {
            source.tick(now);
            if (known.isDone() && (unsettled > 0 || failed > 0)) {
                failed = 0;
                List.copyOf(members.values()).forEach(this::tick);
            }
        });
    }

    private void tick(CollectionMember member) {
        if (member.isWanted() && member.hasFailed()) {
            follow(member);
        }
        // A slow one doesn't hold up the others.
        settle(member);
    }

    /** Clients may no longer read some records. */
    void unexposed(Predicate<String> gone) {
        run(() -> remove(members.keySet().stream().filter(gone).toList()));
    }

    /** In a task: the source can't begin. */
    void failed(Throwable failure) {
        if (!begun) {
            known.completeExceptionally(failure);
            finish();
        }
    }

    /** In a task: the source selects exactly these. */
    void select(Collection<String> recordIds) {
        begun = true;
        Set<String> selected = new LinkedHashSet<>(recordIds);
        remove(members.keySet().stream()
                .filter(recordId -> !selected.contains(recordId))
                .toList());
        add(selected);
    }

    /** In a task: the source selects others. */
    void change(LiveQuery.WindowChange change) {
        remove(change.removed());
        add(change.added());
        telling.moved(change.moved());
    }

    private void remove(Collection<String> recordIds) {
        for (String recordId : recordIds) {
            CollectionMember member = members.get(recordId);
            if (member != null && member.isWanted()) {
                member.unwanted();
                answered(member);
                settle(member);
                telling.differs(recordId);
            }
        }
    }

    private void add(Collection<String> recordIds) {
        for (String recordId : recordIds) {
            CollectionMember before = members.get(recordId);
            if (before == null || !before.isWanted()) {
                CollectionMember member = new CollectionMember(recordId, before == null ? null : before.told());
                members.put(recordId, member);
                // If the client has it still, then maybe elsewhere.
                telling.moved(List.of(recordId));
                unsettled++;
                admit(member);
            }
        }
    }

    private void admit(CollectionMember member) {
        records.mayRead(connection, member.recordId)
                .whenComplete((allowed, failure) -> run(() -> {
                    if (!member.isWanted()) {
                        return;
                    }
                    if (Boolean.TRUE.equals(allowed)) {
                        waiting.add(member);
                        followNext();
                    } else {
                        settle(member);
                    }
                }));
    }

    private void followNext() {
        while (asked < AT_ONCE && !waiting.isEmpty()) {
            CollectionMember next = waiting.remove();
            if (next.isWanted()) {
                asked++;
                next.asked();
                follow(next);
            }
        }
    }

    private void answered(CollectionMember member) {
        if (member.answered()) {
            asked--;
            followNext();
        }
    }

    private void follow(CollectionMember member) {
        ListeningCollection listening = records.replicas().listen(member.recordId, collectionId, new RecordListener() {
            @Override
            public void changed(RecordView view) {
                run(() -> heard(member, view));
            }

            @Override
            public void failed(Throwable failure) {
                run(() -> missed(member, failure));
            }
        });
        member.follows(listening);
    }

    private void heard(CollectionMember member, RecordView view) {
        if (member.isWanted()) {
            answered(member);
            member.heard(view);
            settle(member);
            telling.differs(member.recordId);
        }
    }

    private void missed(CollectionMember member, Throwable failure) {
        if (member.isWanted()) {
            answered(member);
            member.failed();
            failed++;
            settle(member);
            if (!known.isDone()) {
                known.completeExceptionally(failure);
                finish();
            }
        }
    }

    private void settle(CollectionMember member) {
        if (member.settle()) {
            unsettled--;
        }
    }

    private void tell() {
        if (ended || !begun) {
            return;
        }
        if (unsettled == 0 && !known.isDone()) {
            known.complete(true);
        }
        if (replied) {
            // A difference waits for members that are about to be known, to be of one piece.
            if (unsettled == 0) {
                telling.differences();
            }
            telling.updates();
        }
    }

    private void replied(boolean success) {
        if (success) {
            run(() -> replied = true);
        } else {
            end();
        }
    }
}
