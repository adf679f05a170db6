package io.meshws;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** The records that a collection has for one client: those that an index finds, or those with given ids. */
public sealed interface RecordSelection permits RecordQuery, RecordIds {

    /** The records of an index, see {@link Records#index}. */
    static RecordQuery matching(Pattern recordIds) {
        return RecordQuery.of(recordIds);
    }

    /** Records with these ids. Those that don't exist come to the collection when they are written. */
    static RecordIds ids(String... recordIds) {
        return ids(List.of(recordIds));
    }

    /** Like {@link #ids(String...)}. */
    static RecordIds ids(Collection<String> recordIds) {
        return new RecordIds(List.copyOf(recordIds), List.of());
    }
}
