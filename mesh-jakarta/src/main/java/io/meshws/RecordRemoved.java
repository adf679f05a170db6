package io.meshws;

/** CDI event: this instance deleted a record. Fired as {@link RecordChanged}. */
public record RecordRemoved(String recordId, long version) {}
