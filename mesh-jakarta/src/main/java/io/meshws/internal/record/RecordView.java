package io.meshws.internal.record;

/**
 * A version of a record, as a member of a collection.
 *
 * @param value JSON text; null if there is no value
 * @param update the frame that tells subscribers of the collection; null if there is no value
 */
public record RecordView(String recordId, long version, String value, String update) {
    public boolean exists() {
        return value != null;
    }
}
