package io.meshws;

/** A name for which a bean of this instance stands by, or which it has. Thread-safe. */
public interface HostedName extends AutoCloseable {

    String name();

    /** Whether this instance has the name, as far as it knows. */
    boolean isHere();

    /** Ends it. If this instance has the name, another one that hosts it takes over. */
    @Override
    void close();
}
