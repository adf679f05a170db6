package io.meshws.internal.record;

import io.meshws.RecordChanged;
import io.meshws.RecordRemoved;

/** An application that observes no writes. */
record Unheard() implements RecordObserver {
    @Override
    public boolean isHeard() {
        return false;
    }

    @Override
    public void changed(RecordChanged event) {}

    @Override
    public void removed(RecordRemoved event) {}
}
