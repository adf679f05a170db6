package io.meshws.internal.cdi;

import io.meshws.internal.connection.Lanes;
import io.meshws.internal.host.Workers;
import io.meshws.internal.time.Scheduler;
import io.meshws.spi.TickDriver;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * Provides threads of the server, so that application code finds its context on them; plain threads if the server has
 * none.
 */
final class ServerThreads {
    private static final long BEGIN_SECONDS = 2;

    private ServerThreads() {}

    static ThreadFactory factory() {
        try {
            return InitialContext.doLookup("java:comp/DefaultManagedThreadFactory");
        } catch (NamingException e) {
            return task -> {
                Thread thread = new Thread(task, "mesh");
                thread.setDaemon(true);
                return thread;
            };
        }
    }

    /**
     * Waits until a stage has ended, successfully or not, that threads of the factory complete. Doesn't wait if those
     * threads aren't running: on Open Liberty they begin when the application has started, so the application must not
     * wait for them at start.
     *
     * @return whether the stage has ended
     */
    static boolean await(CompletionStage<?> stage, ThreadFactory factory, Duration patience)
            throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        stage.whenComplete((result, failure) -> ended.countDown());
        CountDownLatch running = new CountDownLatch(1);
        if (ended.getCount() > 0) {
            factory.newThread(running::countDown).start();
        }
        return ended.await(0, TimeUnit.SECONDS)
                || running.await(BEGIN_SECONDS, TimeUnit.SECONDS)
                        && ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    static Workers workers(ThreadFactory factory, Scheduler scheduler) {
        return new Workers(
                Runtime.getRuntime().availableProcessors() + 1,
                named("mesh-worker", factory),
                scheduler,
                System::nanoTime);
    }

    static Lanes lanes(ThreadFactory factory) {
        return new Lanes(Runtime.getRuntime().availableProcessors(), named("mesh-sender", factory));
    }

    static ThreadFactory named(String name, ThreadFactory factory) {
        return task -> {
            Thread thread = factory.newThread(task);
            thread.setName(name);
            return thread;
        };
    }

    /** The tick driver of a deployment that has no {@link TickDriver} bean. */
    static final class ScheduledTicks implements TickDriver {
        private final ServerScheduler scheduler;
        private Runnable end;

        ScheduledTicks(ServerScheduler scheduler) {
            this.scheduler = scheduler;
        }

        @Override
        public void start(Runnable tick) {
            end = scheduler.everySecond(tick);
        }

        @Override
        public void stop() {
            end.run();
        }
    }
}
