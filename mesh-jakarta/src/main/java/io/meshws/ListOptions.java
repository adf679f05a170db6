package io.meshws;

import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Selects, maps and limits the records that {@link RecordCollections#list} finds. Immutable: each method returns others.
 *
 * <pre>{@code
 * ListOptions<String> open = ListOptions.records()
 *         .filter(task -> !task.value().orElseThrow().asJsonObject().getBoolean("done", false))
 *         .map(RecordSnapshot::recordId)
 *         .limit(50);
 * }</pre>
 *
 * @param <T> the type that the records are mapped to
 */
public final class ListOptions<T> {
    /** The most records of a page. */
    public static final int MAX_LIMIT = 10_000;

    private static final ListOptions<RecordSnapshot> RECORDS =
            new ListOptions<>(record -> true, Function.identity(), null, MAX_LIMIT, null);

    private final Predicate<? super RecordSnapshot> filter;
    private final Function<? super RecordSnapshot, ? extends T> mapping;
    private final Comparator<? super T> order;
    private final int limit;
    private final String after;

    private ListOptions(
            Predicate<? super RecordSnapshot> filter,
            Function<? super RecordSnapshot, ? extends T> mapping,
            Comparator<? super T> order,
            int limit,
            String after) {
        this.filter = filter;
        this.mapping = mapping;
        this.order = order;
        this.limit = limit;
        this.after = after;
    }

    /** All records as they are, in the order of their ids. */
    public static ListOptions<RecordSnapshot> records() {
        return RECORDS;
    }

    /** Selects records; several filters must all let them pass, and run before {@link #map}. */
    public ListOptions<T> filter(Predicate<? super RecordSnapshot> test) {
        Predicate<? super RecordSnapshot> before = filter;
        Objects.requireNonNull(test, "test");
        return new ListOptions<>(record -> before.test(record) && test.test(record), mapping, order, limit, after);
    }

    /** Gives something else for each record. To be called before {@link #sort}. */
    public <R> ListOptions<R> map(Function<? super T, ? extends R> function) {
        Objects.requireNonNull(function, "function");
        if (order != null) {
            throw new IllegalStateException("Call map before sort: the order compares the mapped values");
        }
        Function<? super RecordSnapshot, ? extends T> before = mapping;
        return new ListOptions<>(filter, record -> function.apply(before.apply(record)), null, limit, after);
    }

    /** Sorts. Each page then reads all records, {@value #MAX_LIMIT} at most. */
    public ListOptions<T> sort(Comparator<? super T> comparator) {
        return new ListOptions<>(filter, mapping, Objects.requireNonNull(comparator, "comparator"), limit, after);
    }

    /** At most so many in a page: 1 to {@value #MAX_LIMIT}. */
    public ListOptions<T> limit(int most) {
        if (most < 1 || most > MAX_LIMIT) {
            throw new IllegalArgumentException("A page has a limit of 1 to " + MAX_LIMIT + ", found " + most);
        }
        return new ListOptions<>(filter, mapping, order, most, after);
    }

    /** Goes on behind another page, found with the same options: its {@link RecordPage#next}. */
    public ListOptions<T> after(String cursor) {
        return new ListOptions<>(filter, mapping, order, limit, Objects.requireNonNull(cursor, "cursor"));
    }

    public Predicate<? super RecordSnapshot> filter() {
        return filter;
    }

    public Function<? super RecordSnapshot, ? extends T> mapping() {
        return mapping;
    }

    public Optional<Comparator<? super T>> order() {
        return Optional.ofNullable(order);
    }

    public int limit() {
        return limit;
    }

    public Optional<String> after() {
        return Optional.ofNullable(after);
    }
}
