package io.meshws;

import java.util.regex.Pattern;

/**
 * Decides which {@linkplain Names names} may open pipes to which other ones.
 *
 * <pre>{@code
 * Pipes pipes = mesh.pipes();
 * pipes.allow(Pattern.compile("phone-.+"), Pattern.compile("desk-.+"));
 * pipes.allow(Pattern.compile("desk-.+"), Pattern.compile("agent-\\d+"),
 *         (caller, to) -> caller.principal().isPresent());
 * }</pre>
 *
 * <p>A pipe connects two names. Messages of one end arrive at the other one in order and once, and are acknowledged when the
 * application there took them. The server passes frames on and doesn't keep them.
 *
 * <p>A pipe exists once both ends opened it, and one of them has permission; the other one may accept even if no pattern matches it.
 * Clients can't open pipes until a pair of patterns is allowed. If several patterns match, those allowed first decide, even if their
 * guard refuses. Thread-safe; allow the same on every instance.
 */
public interface Pipes {

    /**
     * Lets clients with a name that the first pattern matches as a whole open pipes to names that the second one matches.
     * Allowing the same two patterns again replaces their guard.
     *
     * @param guard asked with the name that the pipe leads to, when it's opened and again on each new connection
     */
    void allow(Pattern from, Pattern to, Guard guard);

    /** {@link #allow(Pattern, Pattern, Guard)} for every client that has such a name. */
    default void allow(Pattern from, Pattern to) {
        allow(from, to, Guard.ANYONE);
    }

    /** Takes back the permission for the same two patterns; pipes of open connections stay. Returns whether there was anything. */
    boolean disallow(Pattern from, Pattern to);
}
