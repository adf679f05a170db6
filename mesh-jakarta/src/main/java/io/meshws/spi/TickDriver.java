package io.meshws.spi;

/**
 * Calls mesh about once a second. A CDI or EJB bean of this type in the deployment is used instead of the server's managed
 * scheduled executor; {@code mesh-ejb-timers} brings one.
 */
public interface TickDriver {

    /** Begins to run the tick about once a second; it never throws, and returns soon. */
    void start(Runnable tick);

    void stop();
}
