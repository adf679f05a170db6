package io.meshws.internal.collection;

import io.meshws.RecordQuery;
import io.meshws.internal.cluster.RecordIndex.Bucket;
import io.meshws.internal.record.Index;
import io.meshws.internal.record.IndexedValue;
import io.meshws.protocol.Json;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a query is answered: which bucket of which index it needs, and which entries of that it takes. Immutable.
 *
 * @param conditions the required values at some positions; the bucket has ensured the first one
 * @param sortedBy the position of the value to sort by; -1 if the ids decide
 * @param after only rows behind this one; null for all
 */
record Plan(
        Bucket bucket, Map<Integer, JsonValue> conditions, int sortedBy, Comparator<Row> order, int limit, Row after) {

    /** A record that a query finds. */
    record Row(String recordId, JsonValue sortValue) {}

    /** @throws IllegalArgumentException if the index doesn't have a pointer of the query */
    static Plan of(RecordQuery query, Index index, JsonBinding json) {
        Map<Integer, JsonValue> conditions = new LinkedHashMap<>();
        query.values()
                .forEach((pointer, value) ->
                        conditions.put(index.position(pointer), IndexedValue.of(json.toJson(value))));
        int sortedBy = query.sortedBy().map(index::position).orElse(-1);
        Bucket bucket = conditions.entrySet().stream()
                .findFirst()
                .map(first -> index.with(first.getKey(), first.getValue()))
                .orElseGet(index::all);
        Comparator<Row> order = Comparator.comparing(Row::sortValue, IndexedValue.ORDER);
        order = (query.isDescending() ? order.reversed() : order).thenComparing(Row::recordId);
        Optional<Row> after = query.after()
                .map(row -> new Row(
                        row.recordId(), sortedBy < 0 ? JsonValue.NULL : IndexedValue.of(json.toJson(row.sortValue()))));
        return new Plan(bucket, conditions, sortedBy, order, query.limit(), after.orElse(null));
    }

    /** Two plans that find the same have equal keys. */
    List<Object> key() {
        return Arrays.asList(bucket, conditions, sortedBy, limit, after);
    }

    boolean isSorted() {
        return sortedBy >= 0;
    }

    /** Empty if the query doesn't find the record. */
    Optional<Row> row(String recordId, String values) {
        if (values == null) {
            return Optional.empty();
        }
        if (conditions.size() < 2 && sortedBy < 0) {
            return taken(new Row(recordId, JsonValue.NULL));
        }
        JsonArray known = Json.readTrusted(values).asJsonArray();
        boolean fits = conditions.entrySet().stream()
                .allMatch(condition -> condition.getValue().equals(known.get(condition.getKey())));
        return fits ? taken(new Row(recordId, sortedBy < 0 ? JsonValue.NULL : known.get(sortedBy))) : Optional.empty();
    }

    private Optional<Row> taken(Row row) {
        return after == null || order.compare(after, row) < 0 ? Optional.of(row) : Optional.empty();
    }

    /** The ids of the rows in the window, in order. */
    List<String> window(Iterable<Row> rows) {
        List<String> ids = new ArrayList<>();
        for (Row row : rows) {
            if (ids.size() == limit) {
                break;
            }
            ids.add(row.recordId());
        }
        return ids;
    }
}
