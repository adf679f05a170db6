package io.meshws.internal.instance;

import io.meshws.ConnectionClosed;
import io.meshws.ConnectionOpened;
import io.meshws.internal.command.CommandScope;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.failure.FailureLog;

/** Tells the application of connections that come and go. What its observers throw is logged and changes nothing. */
record ConnectionEvents(InstanceObserver observer, CommandScope scope, FailureLog failures) {
    private static final FailureLog.Message OBSERVER_FAILED =
            new FailureLog.Message(System.getLogger("io.meshws"), System.Logger.Level.ERROR, "MESH-0001");

    void opened(Connection connection) {
        tell("ConnectionOpened", () -> observer.opened(new ConnectionOpened(connection)));
    }

    void closed(Connection connection, int code, String reason) {
        tell("ConnectionClosed", () -> observer.closed(new ConnectionClosed(connection, code, reason)));
    }

    private void tell(String name, Runnable event) {
        try {
            Runnable end = scope.begin();
            try {
                event.run();
            } finally {
                end.run();
            }
        } catch (Throwable e) {
            // Also errors: the connection must be served, or forgotten, all the same.
            failures.add(OBSERVER_FAILED, name, "", "An observer of " + name + " failed; the connection goes on", e);
        }
    }
}
