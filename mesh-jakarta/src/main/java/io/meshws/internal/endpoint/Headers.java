package io.meshws.internal.endpoint;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The headers of a handshake, in little memory, because a connection keeps them for as long as it's there. Names are compared without
 * regard to case. Immutable.
 */
final class Headers extends AbstractMap<String, List<String>> {
    /** A name and a value in turn; the name is there again for each of its values. */
    private final String[] namesAndValues;

    Headers(Map<String, List<String>> given) {
        List<String> all = new ArrayList<>();
        given.forEach((name, values) -> values.forEach(value -> {
            all.add(name);
            all.add(value);
        }));
        namesAndValues = all.toArray(String[]::new);
    }

    @Override
    public List<String> get(Object name) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (name instanceof String text && namesAndValues[i].equalsIgnoreCase(text)) {
                values.add(namesAndValues[i + 1]);
            }
        }
        return values.isEmpty() ? null : List.copyOf(values);
    }

    @Override
    public boolean containsKey(Object name) {
        return get(name) != null;
    }

    /** Sorted by name. */
    @Override
    public Set<Entry<String, List<String>>> entrySet() {
        SortedMap<String, List<String>> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            sorted.computeIfAbsent(namesAndValues[i], this::get);
        }
        return Collections.unmodifiableSortedMap(sorted).entrySet();
    }
}
