package io.meshws;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds records in an index. Immutable: each method returns another query.
 *
 * <pre>{@code
 * RecordQuery mine = RecordQuery.of(Pattern.compile("task:.+")).where("/assignee", "ada").sortBy("/due").limit(20);
 * }</pre>
 */
public final class RecordQuery implements RecordSelection {
    /** The most records that a query finds. */
    public static final int MAX_LIMIT = 10_000;

    private final Pattern recordIds;
    private final Map<String, Object> values;
    private final String sortBy;
    private final boolean descending;
    private final int limit;
    private final After after;

    /**
     * The record after which a query begins.
     *
     * @param sortValue the record's value at {@link #sortedBy}; not used if the query isn't sorted
     */
    public record After(String recordId, Object sortValue) {}

    private RecordQuery(
            Pattern recordIds, Map<String, Object> values, String sortBy, boolean descending, int limit, After after) {
        this.recordIds = recordIds;
        this.values = values;
        this.sortBy = sortBy;
        this.descending = descending;
        this.limit = limit;
        this.after = after;
    }

    /** All records of the index that {@link Records#index} declared with this pattern, in the order of their ids. */
    public static RecordQuery of(Pattern recordIds) {
        return new RecordQuery(Objects.requireNonNull(recordIds, "recordIds"), Map.of(), null, false, MAX_LIMIT, null);
    }

    /**
     * Selects the records that have this value.
     *
     * @param pointer declared for the index
     * @param value as JSON-B or JSON-P expresses it; null also finds records that have nothing there
     */
    public RecordQuery where(String pointer, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put(Objects.requireNonNull(pointer, "pointer"), value);
        return new RecordQuery(recordIds, Collections.unmodifiableMap(more), sortBy, descending, limit, after);
    }

    /**
     * Sorts by a value: null, false, true, numbers, strings, then anything else. Equal ones are in the order of their ids.
     *
     * @param pointer declared for the index
     */
    public RecordQuery sortBy(String pointer) {
        return new RecordQuery(recordIds, values, Objects.requireNonNull(pointer, "pointer"), false, limit, after);
    }

    /** Like {@link #sortBy}, in the opposite order. */
    public RecordQuery sortByDescending(String pointer) {
        return new RecordQuery(recordIds, values, Objects.requireNonNull(pointer, "pointer"), true, limit, after);
    }

    /**
     * Limits the number of records.
     *
     * @param most 1 to {@value #MAX_LIMIT}
     */
    public RecordQuery limit(int most) {
        if (most < 1 || most > MAX_LIMIT) {
            throw new IllegalArgumentException("A query has a limit of 1 to " + MAX_LIMIT + ", found " + most);
        }
        return new RecordQuery(recordIds, values, sortBy, descending, most, after);
    }

    /** Begins behind this record in the order of ids, whether it exists or not. */
    public RecordQuery after(String recordId) {
        return after(recordId, null);
    }

    /** Begins behind a record with this id and this value to sort by, whether it exists or not. */
    public RecordQuery after(String recordId, Object sortValue) {
        return new RecordQuery(
                recordIds,
                values,
                sortBy,
                descending,
                limit,
                new After(Objects.requireNonNull(recordId, "recordId"), sortValue));
    }

    public Pattern recordIds() {
        return recordIds;
    }

    /** The values that {@link #where} asked for, by pointer. */
    public Map<String, Object> values() {
        return values;
    }

    /** The pointer of {@link #sortBy} or {@link #sortByDescending}. */
    public Optional<String> sortedBy() {
        return Optional.ofNullable(sortBy);
    }

    public boolean isDescending() {
        return descending;
    }

    public int limit() {
        return limit;
    }

    public Optional<After> after() {
        return Optional.ofNullable(after);
    }
}
