package io.meshws.internal.instance;

import io.meshws.ConnectionClosed;
import io.meshws.ConnectionOpened;
import io.meshws.internal.record.RecordObserver;

/**
 * Told of this instance's clients, on the container's threads, and of its writes. Exceptions are logged and have no
 * other effect.
 */
public interface InstanceObserver extends RecordObserver {
    void opened(ConnectionOpened event);

    void closed(ConnectionClosed event);
}
