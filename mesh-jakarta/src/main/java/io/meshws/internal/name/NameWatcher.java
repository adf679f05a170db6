package io.meshws.internal.name;

import io.meshws.internal.cluster.NameEntry;

/** Told of the changes of all names, on the engine's thread, in the order of their numbers. */
public interface NameWatcher {
    void changed(NameEntry entry);

    /** Changes may have been missed: a watcher that relies on an entry reads it again. */
    void unsure();
}
