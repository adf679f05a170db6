package io.meshws.internal.record;

import io.meshws.internal.cluster.RecordIndex.Place;
import io.meshws.internal.cluster.RecordStore;
import io.meshws.internal.security.Selector;
import io.meshws.protocol.Json;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** The indexes of this instance, and a store whose writes keep them. Thread-safe. */
public final class RecordIndexes {
    private volatile List<Index> indexes = List.of();

    synchronized void add(Pattern recordIds, String... pointers) {
        Index added = new Index(
                Selector.matching(recordIds, "recordIds"), List.of(Objects.requireNonNull(pointers, "pointers")));
        List<Index> all = new ArrayList<>(indexes);
        all.removeIf(other -> other.records().equals(added.records()));
        all.add(added);
        indexes = List.copyOf(all);
    }

    /** The index that was declared with this pattern. */
    public Optional<Index> find(Pattern recordIds) {
        Selector.Matching records = Selector.matching(recordIds, "recordIds");
        return indexes.stream().filter(index -> index.records().equals(records)).findFirst();
    }

    private RecordStore.Write indexed(RecordStore.Write write) {
        return write.value() == null ? write : write.at(places(write.recordId(), write.value()));
    }

    /** The places of a record with this value; none if it's in no index. */
    List<Place> places(String recordId, String value) {
        List<Index> covering =
                indexes.stream().filter(index -> index.covers(recordId)).toList();
        if (covering.isEmpty()) {
            return List.of();
        }
        JsonValue json = Json.readTrusted(value);
        List<Place> places = new ArrayList<>();
        covering.forEach(index -> places.addAll(index.places(json)));
        return places;
    }

    /** The store with writes that keep the indexes. */
    RecordStore keptBy(RecordStore store) {
        return new Indexing(store);
    }

    private final class Indexing implements RecordStore {
        private final RecordStore store;

        Indexing(RecordStore store) {
            this.store = store;
        }

        @Override
        public CompletionStage<Optional<List<Stored>>> write(Transaction transaction) {
            List<Part> parts = transaction.parts().stream()
                    .map(part -> part.write() == null ? part : Part.of(indexed(part.write())))
                    .toList();
            return store.write(new Transaction(transaction.id(), parts, transaction.insisting()));
        }

        @Override
        public CompletionStage<List<Stored>> read(List<String> recordIds) {
            return store.read(recordIds);
        }

        @Override
        public CompletionStage<Stored> follow(String recordId, Version heard) {
            return store.follow(recordId, heard);
        }

        @Override
        public CompletionStage<Void> unfollow(String recordId) {
            return store.unfollow(recordId);
        }

        @Override
        public CompletionStage<Optional<Duration>> expire() {
            return store.expire();
        }
    }
}
