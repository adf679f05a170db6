package io.meshws.instance;

import io.meshws.ConnectionClosed;
import io.meshws.ConnectionOpened;

/** Told of this instance's clients, on the container's threads. What it throws is logged and changes nothing. */
public interface ConnectionObserver {
    void opened(ConnectionOpened event);

    void closed(ConnectionClosed event);
}
