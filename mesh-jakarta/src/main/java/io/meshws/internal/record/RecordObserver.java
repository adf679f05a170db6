package io.meshws.internal.record;

import io.meshws.RecordChanged;
import io.meshws.RecordRemoved;

/** Told of this instance's writes, in order for one record. Exceptions are logged and have no other effect. */
public interface RecordObserver {
    /** Whether the application observes writes, and so may take its time; known from the start. */
    boolean isHeard();

    void changed(RecordChanged event);

    void removed(RecordRemoved event);
}
