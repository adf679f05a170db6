package io.meshws.internal.collection;

import io.meshws.internal.collection.Plan.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The result of a query, kept up to date. Not thread-safe. */
final class LiveQuery {
    private final Plan plan;
    private final TreeSet<Row> rows;
    private final Map<String, Row> rowOf = new HashMap<>();
    private Set<String> window = new LinkedHashSet<>();

    /**
     * A change of the window.
     *
     * @param moved records that are in it as before, but may be at another place
     */
    record WindowChange(List<String> added, List<String> removed, List<String> moved) {}

    LiveQuery(Plan plan) {
        this.plan = plan;
        this.rows = new TreeSet<>(plan.order());
    }

    Plan plan() {
        return plan;
    }

    /** The ids in the window, in order. */
    List<String> window() {
        return plan.window(rows);
    }

    WindowChange begins(Map<String, String> entries) {
        entries.forEach(this::put);
        window = new LinkedHashSet<>(window());
        return new WindowChange(List.copyOf(window), List.of(), List.of());
    }

    WindowChange changed(Map<String, String> changes) {
        int size = rows.size();
        Set<String> touched = new HashSet<>();
        changes.forEach((recordId, values) -> {
            if (put(recordId, values)) {
                touched.add(recordId);
            }
        });
        if (touched.isEmpty()) {
            return new WindowChange(List.of(), List.of(), List.of());
        }
        return Math.max(size, rows.size()) <= plan.limit() ? withinLimit(touched) : beyondLimit(touched);
    }

    /** Like {@link #changed}; returns whether that concerns any record that the query found before or finds now. */
    boolean touched(Map<String, String> changes) {
        boolean before = changes.keySet().stream().anyMatch(rowOf::containsKey);
        changed(changes);
        return before || changes.keySet().stream().anyMatch(rowOf::containsKey);
    }

    /** Everything is in the window. */
    private WindowChange withinLimit(Set<String> touched) {
        WindowChange change = new WindowChange(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (String recordId : touched) {
            if (rowOf.containsKey(recordId)) {
                (window.add(recordId) ? change.added() : change.moved()).add(recordId);
            } else {
                window.remove(recordId);
                change.removed().add(recordId);
            }
        }
        return change;
    }

    private WindowChange beyondLimit(Set<String> touched) {
        Set<String> before = window;
        window = new LinkedHashSet<>(window());
        List<String> removed =
                before.stream().filter(recordId -> !window.contains(recordId)).toList();
        List<String> added = new ArrayList<>();
        List<String> moved = new ArrayList<>();
        for (String recordId : window) {
            if (!before.contains(recordId)) {
                added.add(recordId);
            } else if (touched.contains(recordId)) {
                moved.add(recordId);
            }
        }
        return new WindowChange(added, removed, moved);
    }

    /** Returns whether anything is different. */
    private boolean put(String recordId, String values) {
        Optional<Row> row = plan.row(recordId, values);
        Row before = rowOf.get(recordId);
        if (row.equals(Optional.ofNullable(before))) {
            return false;
        }
        if (before != null) {
            rows.remove(before);
            rowOf.remove(recordId);
        }
        row.ifPresent(now -> {
            rows.add(now);
            rowOf.put(recordId, now);
        });
        return true;
    }
}
