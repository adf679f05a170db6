package io.meshws.spi;

/**
 * Calls mesh about once a second.
 *
 * <pre>{@code
 * @ApplicationScoped
 * public class OwnTicks implements TickDriver {
 *     private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
 *
 *     @Override
 *     public void start(Runnable tick) {
 *         executor.scheduleWithFixedDelay(tick, 1, 1, TimeUnit.SECONDS);
 *     }
 *
 *     @Override
 *     public void stop() {
 *         executor.shutdown();
 *     }
 * }
 * }</pre>
 *
 * <p>If the deployment has a CDI or EJB bean of this type, it's used instead of the server's managed scheduled executor;
 * {@code mesh-ejb-timers} provides one.
 */
public interface TickDriver {

    /** Starts running the tick about once a second. The tick never throws, and returns quickly. */
    void start(Runnable tick);

    void stop();
}
