package io.meshws.spi;

import java.util.Objects;

/**
 * One version of a record, as a {@link RecordKeeper} keeps it.
 *
 * @param version 1 or more; increases with every change of the record, also with its deletion
 * @param value JSON text; null if the record was deleted
 * @param mark mesh's own data about this version, for the next load: a text of at most {@value #MAX_MARK} ASCII characters,
 *     to be kept and given back unchanged. May be empty for a record that mesh didn't write
 */
public record KeptRecord(String recordId, long version, String value, String mark) {
    public static final int MAX_MARK = 128;

    public KeptRecord {
        Objects.requireNonNull(recordId, "recordId");
        Objects.requireNonNull(mark, "mark");
        if (version < 1) {
            throw new IllegalArgumentException("Not a version of a record: " + version);
        }
    }

    public boolean isDeletion() {
        return value == null;
    }
}
