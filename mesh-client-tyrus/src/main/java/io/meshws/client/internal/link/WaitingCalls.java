package io.meshws.client.internal.link;

import io.meshws.client.ConnectionState;
import io.meshws.client.WhenOffline;
import io.meshws.client.internal.runtime.ClientThreads;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides which calls wait for a connection, which go again on the next one, and how the others fail. Not thread-safe:
 * the link's lock guards it.
 */
final class WaitingCalls {
    private final Settings settings;
    private final ClientThreads threads;
    private final OfflineQueue queue;

    WaitingCalls(Settings settings, ClientThreads threads) {
        this.settings = settings;
        this.threads = threads;
        queue = new OfflineQueue(
                settings.limits().maxQueuedCalls(), settings.limits().maxQueuedCharacters());
    }

    /** Whether a connection is being made, or will be. */
    private static boolean isComing(ConnectionState state) {
        return state instanceof ConnectionState.Connecting || state instanceof ConnectionState.Reconnecting;
    }

    /** A call that no connection could take; {@code ENDED} if it may not wait. */
    Connection.Acceptance add(Call call, ConnectionState state) {
        if (isComing(state) && settings.whenOffline() == WhenOffline.WAIT) {
            return queue.add(call) ? Connection.Acceptance.ACCEPTED : Connection.Acceptance.FULL;
        }
        return Connection.Acceptance.ENDED;
    }

    /** Sends all that wait, in their order. */
    void sendOn(Connection connection) {
        queue.takeAll().forEach(call -> sendOrKeep(connection, call));
    }

    private void sendOrKeep(Connection connection, Call call) {
        if (!call.mayGoTo(connection.memory(), threads.timers())) {
            fail(call, CallFailures.FORGOTTEN);
            return;
        }
        Connection.Acceptance acceptance = connection.call(call);
        if (acceptance == Connection.Acceptance.FULL
                || (acceptance == Connection.Acceptance.ENDED && !queue.add(call))) {
            fail(call, CallFailures.TOO_MUCH);
        }
    }

    /** The calls of a connection that ended before their replies came. */
    void unanswered(Connection last, List<Call> calls, Reply.Failure failure, ConnectionState state) {
        List<Call> again = new ArrayList<>();
        for (Call call : calls) {
            if (isComing(state) && mayGoAgain(last, call)) {
                again.add(call);
            } else {
                fail(call, call.wasSent() ? failure : CallFailures.notSent(state));
            }
        }
        queue.addFirst(again);
    }

    private boolean mayGoAgain(Connection last, Call call) {
        if (call.isBound() || call.isIdempotent()) {
            return call.isIdempotent();
        }
        return call.wasSent()
                ? call.isRepeatable() && last.memory().remembers()
                : settings.whenOffline() == WhenOffline.WAIT;
    }

    void failAll(Reply.Failure failure) {
        queue.takeAll().forEach(call -> fail(call, failure));
    }

    /** Elsewhere: code that is chained to a call must not run under the lock. */
    private void fail(Call call, Reply.Failure why) {
        Reply.Failure failure = call.wasSent() ? CallFailures.unknown(call, why) : why;
        threads.execute(() -> call.fail(failure));
    }
}
