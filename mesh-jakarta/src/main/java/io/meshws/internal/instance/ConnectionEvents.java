package io.meshws.internal.instance;

import io.meshws.ConnectionClosed;
import io.meshws.ConnectionOpened;
import io.meshws.internal.command.CommandScope;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.host.AppStages;

/**
 * Tells the application of connections that open and close. Exceptions of its observers are logged and have no other
 * effect. Thread-safe.
 */
record ConnectionEvents(InstanceObserver observer, CommandScope scope, FailureLog failures, AppStages stages) {
    private static final String CLOSED = "ConnectionClosed";
    private static final FailureLog.Message OBSERVER_FAILED =
            new FailureLog.Message(System.getLogger("io.meshws"), System.Logger.Level.ERROR, "MESH-0001");

    /** On a thread of the container. */
    void opened(Connection connection) {
        tell("ConnectionOpened", () -> observer.opened(new ConnectionOpened(connection)));
    }

    /** On a thread of the container. */
    void closed(Connection connection, int code, String reason) {
        tell(new ConnectionClosed(connection, code, reason));
    }

    /** On a thread that is needed elsewhere, so a worker tells the application. */
    void closedMeanwhile(Connection connection, int code, String reason) {
        stages.executor(CLOSED).execute(() -> tell(new ConnectionClosed(connection, code, reason)));
    }

    private void tell(ConnectionClosed event) {
        tell(CLOSED, () -> observer.closed(event));
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
            // Errors too: the connection must be served, or forgotten, all the same.
            failures.add(OBSERVER_FAILED, name, "", "An observer of " + name + " failed; the connection stays open", e);
        }
    }
}
