package io.meshws.internal.record;

/** A recipient of a record's changes on this instance. All methods are called in tasks of the record's replica. */
interface Recipient {

    /** Another recipient with the same key replaces this one. */
    Object key();

    /** It's no longer told. */
    void removed(String recordId);

    /** Whether it wasn't told the last version because it doesn't keep up. */
    boolean isBehind();

    /** @param before the state that a patch starts from; null if there is none */
    void tell(RecordState before, RecordFrames frames);
}
