package io.meshws.internal.cdi;

import io.meshws.internal.time.Scheduler;
import java.time.Duration;

/**
 * Waits for the web application to open its endpoints. If it doesn't, mesh runs, but no client can connect, and some servers
 * say nothing: Open Liberty ignores the initializers of jars outside of a web application. It looks every second, because
 * servers keep a cancelled task, and with it the application's class loader, until its time has come. Thread-safe.
 */
final class Opening {
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final System.Logger LOG = System.getLogger("io.meshws");

    private final Scheduler scheduler;
    private Duration waited = Duration.ZERO;
    private boolean ended;
    private Runnable cancel;

    Opening(Scheduler scheduler) {
        this.scheduler = scheduler;
        cancel = scheduler.schedule(this::look, LOOK);
    }

    private synchronized void look() {
        waited = waited.plus(LOOK);
        if (ended) {
            return;
        }
        if (waited.compareTo(PATIENCE) < 0) {
            cancel = scheduler.schedule(this::look, LOOK);
        } else {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "MESH-0260 No web application opened the endpoints of mesh within a minute, so clients cannot"
                            + " connect; move mesh's jars to WEB-INF/lib, and see that web.xml has no absolute-ordering"
                            + " without others");
        }
    }

    /** The endpoints are open, or never will be because the application stops. */
    synchronized void ended() {
        ended = true;
        cancel.run();
    }
}
