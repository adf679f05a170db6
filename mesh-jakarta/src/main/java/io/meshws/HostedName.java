package io.meshws;

/**
 * A name that a bean of this instance has, or is ready to take over.
 *
 * <pre>{@code
 * HostedName pricing = mesh.names().host("pricing", call -> 12);
 * System.out.println(pricing.isHere() ? "This instance answers" : "Another instance answers");
 * pricing.close();
 * }</pre>
 *
 * <p>Thread-safe.
 */
public interface HostedName extends AutoCloseable {

    String name();

    /** Whether this instance has the name, as far as it knows. */
    boolean isHere();

    /** Ends it. If this instance has the name, another one that hosts it takes over. */
    @Override
    void close();
}
