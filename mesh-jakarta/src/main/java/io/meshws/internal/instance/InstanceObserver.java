package io.meshws.internal.instance;

import io.meshws.ConnectionClosed;
import io.meshws.ConnectionOpened;
import io.meshws.internal.record.RecordObserver;

/**
 * Told of this instance's clients, on the container's threads, and of what it writes. What it throws is logged and changes
 * nothing.
 */
public interface InstanceObserver extends RecordObserver {
    void opened(ConnectionOpened event);

    void closed(ConnectionClosed event);
}
