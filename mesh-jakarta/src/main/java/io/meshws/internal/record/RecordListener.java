package io.meshws.internal.record;

/** Hears of a record. Called in tasks of the record: one call at a time, which should only enqueue. */
public interface RecordListener {

    /** The record's state: the first one soon after listening began, then each version in order, or one that replaces several. */
    void changed(RecordView view);

    /** The record could not be read, and nothing more will be heard. */
    void failed(Throwable failure);
}
