package io.meshws.conformance;

import java.time.Duration;

/** A program that calls the methods of a client that is tested. Both speak in lines of JSON; see {@code docs/conformance.md}. */
public interface Driver extends AutoCloseable {
    /** Tells the program what to do. */
    void tell(String line) throws NotConformingException;

    /** The next line of the program; null if none comes in time. */
    String next(Duration patience) throws InterruptedException;

    @Override
    void close();
}
