package io.meshws.bench;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The figures of one load.
 *
 * @param values one for each column of the table
 */
record Measurement(Table table, double... values) {
    @Override
    public String toString() {
        return IntStream.range(0, values.length)
                .mapToObj(i -> table.columns.get(i).title() + " "
                        + table.columns.get(i).written(values[i]))
                .collect(Collectors.joining(", "));
    }
}
