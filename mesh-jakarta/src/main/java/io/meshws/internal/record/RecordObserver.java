package io.meshws.internal.record;

import io.meshws.RecordChanged;
import io.meshws.RecordRemoved;

/** Told of what this instance wrote, in order for one record. What it throws is logged and changes nothing. */
public interface RecordObserver {
    /** Whether the application is told anything, and may take its time; known from the start. */
    boolean isHeard();

    void changed(RecordChanged event);

    void removed(RecordRemoved event);
}
