package io.meshws.internal.instance;

import io.meshws.ConnectionClosed;
import io.meshws.ConnectionOpened;
import io.meshws.InstanceGone;
import io.meshws.InstanceJoined;
import io.meshws.internal.name.NameObserver;
import io.meshws.internal.record.RecordObserver;

/**
 * Told of this instance's clients, on the container's threads, of its writes, of names that it took or freed, and of other
 * instances. Exceptions are logged and have no other effect.
 */
public interface InstanceObserver extends RecordObserver, NameObserver {
    void opened(ConnectionOpened event);

    void closed(ConnectionClosed event);

    /** Whether the application observes that instances join or go; known from the start. */
    boolean seesInstances();

    void joined(InstanceJoined event);

    void gone(InstanceGone event);
}
