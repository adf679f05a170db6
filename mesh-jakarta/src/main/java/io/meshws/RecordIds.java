package io.meshws;

import java.util.List;

/**
 * A selection by ids; {@link RecordSelection#ids(String...)} makes one.
 *
 * @param ids in their order; duplicates count once
 * @param dependencies if a record enters the results of one of these, leaves them, or has other indexed values, the
 *     resolver is asked again
 */
public record RecordIds(List<String> ids, List<RecordQuery> dependencies) implements RecordSelection {
    public RecordIds {
        ids = List.copyOf(ids);
        dependencies = List.copyOf(dependencies);
    }

    /** Has the resolver asked again whenever the query would find others. */
    public RecordIds dependingOn(RecordQuery... queries) {
        return new RecordIds(ids, List.of(queries));
    }
}
