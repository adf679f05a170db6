package io.meshws.client.internal.link;

import io.meshws.client.MeshClientException;
import io.meshws.client.Reconnected;
import io.meshws.client.internal.runtime.Timers;
import jakarta.json.JsonValue;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Restores the state of the last connection on a new one. If the server can't do a step at the moment, it's asked again
 * until it can or the connection ends; if it refuses, the step is dropped. Thread-safe.
 */
public final class Restoration {
    private static final System.Logger LOG = System.getLogger("io.meshws.client");
    /** Well below the number that a server lets one client have in flight. */
    private static final int WINDOW = 32;

    private final Connection connection;
    private final Settings settings;
    private final Timers timers;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    // Guarded by this.
    private final Deque<List<RestoreStep>> phases;
    private final Deque<RestoreStep> waiting = new ArrayDeque<>();
    private int underWay;
    private final List<Reconnected.Refused> refused = new ArrayList<>();

    /** @param phases each begins when the one before is through */
    public Restoration(Connection connection, Settings settings, Timers timers, List<List<RestoreStep>> phases) {
        this.connection = connection;
        this.settings = settings;
        this.timers = timers;
        this.phases = new ArrayDeque<>(phases);
    }

    /** Completes when all is back that can be had; never if the connection ends first. */
    public CompletableFuture<Void> run() {
        goOn();
        return done;
    }

    /** The subscriptions that the server refused. */
    public synchronized List<Reconnected.Refused> refused() {
        return List.copyOf(refused);
    }

    private void goOn() {
        RestoreStep step;
        while ((step = next()) != null) {
            if (!begin(step, Backoff.of(settings))) {
                through();
            }
        }
    }

    private RestoreStep next() {
        synchronized (this) {
            while (waiting.isEmpty() && underWay == 0 && !phases.isEmpty()) {
                waiting.addAll(phases.poll());
            }
            if (!waiting.isEmpty() && underWay < WINDOW) {
                underWay++;
                return waiting.poll();
            }
            if (!waiting.isEmpty() || underWay > 0) {
                return null;
            }
        }
        done.complete(null);
        return null;
    }

    private synchronized void through() {
        underWay--;
    }

    /** False if there is nothing to do. */
    private boolean begin(RestoreStep step, Backoff backoff) {
        JsonValue payload = step.payload();
        if (payload == null) {
            return false;
        }
        Call call = Call.bound(step.command(), payload.toString());
        call.reply().thenAccept(reply -> replied(step, reply, backoff));
        call.sendOn(
                connection, timers, settings.timeouts().request(), "No reply to \"" + step.command() + "\" in time");
        return true;
    }

    private void again(RestoreStep step, Backoff backoff) {
        if (!begin(step, backoff)) {
            through();
            goOn();
        }
    }

    private void replied(RestoreStep step, Reply reply, Backoff backoff) {
        if (reply instanceof Reply.Failure failure) {
            if (failure.isOfTheLink()) {
                // The connection is no more: the next one begins anew.
                return;
            }
            if (failure.isTemporary()) {
                timers.after(backoff.next(), () -> again(step, backoff));
                return;
            }
            refused(step, failure.exception());
        } else {
            try {
                step.replied((Reply.Value) reply);
            } catch (MeshClientException e) {
                refused(step, e);
            }
        }
        through();
        goOn();
    }

    private void refused(RestoreStep step, MeshClientException why) {
        LOG.log(
                Level.WARNING,
                "After the connection was lost, the server refused {0}: {1}",
                step.what(),
                why.getMessage());
        synchronized (this) {
            refused.add(new Reconnected.Refused(step.what(), why));
        }
        step.refused(why);
    }
}
