package io.meshws.internal.record;

import io.meshws.RecordChanged;
import io.meshws.RecordRemoved;

/** Told of what this instance wrote, in order for one record. What it throws is logged and changes nothing. */
public interface RecordObserver {
    void changed(RecordChanged event);

    void removed(RecordRemoved event);
}
