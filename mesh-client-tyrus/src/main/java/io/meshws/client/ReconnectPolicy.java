package io.meshws.client;

import java.time.Duration;

/**
 * When a client connects again after its connection was lost. The waits grow exponentially, with full jitter: before
 * attempt <em>n</em> the client waits a random time between zero and {@code first · 2ⁿ⁻¹}, and no longer than the
 * ceiling. So a thousand clients of a server that restarts do not come back at the same moment.
 *
 * @param first the longest wait before the first attempt
 * @param ceiling the longest wait before any attempt
 * @param attempts how many attempts in a row may fail before the client gives up; 0 for a client that does not connect
 *     again by itself
 * @param retriesFirstConnect whether {@link MeshClient#connect()} goes on trying in the same way if the server cannot be
 *     reached at first, rather than fail
 */
public record ReconnectPolicy(Duration first, Duration ceiling, int attempts, boolean retriesFirstConnect) {
    /** Waits of up to half a second at first and 30 s at last, for ever; a first connect that fails is not retried. */
    public static final ReconnectPolicy DEFAULT =
            new ReconnectPolicy(Duration.ofMillis(500), Duration.ofSeconds(30), Integer.MAX_VALUE, false);

    /** A client that stays offline when its connection is lost, until {@link MeshClient#connect()} is called again. */
    public static final ReconnectPolicy NEVER = DEFAULT.attempts(0);

    public ReconnectPolicy {
        if (first.isNegative() || first.isZero() || ceiling.compareTo(first) < 0) {
            throw new IllegalArgumentException("Expected a first wait above zero and a ceiling of at least that, found "
                    + first + " and " + ceiling);
        }
        if (attempts < 0) {
            throw new IllegalArgumentException("Expected a number of attempts from 0, found " + attempts);
        }
    }

    public ReconnectPolicy first(Duration wait) {
        return new ReconnectPolicy(wait, ceiling, attempts, retriesFirstConnect);
    }

    public ReconnectPolicy ceiling(Duration wait) {
        return new ReconnectPolicy(first, wait, attempts, retriesFirstConnect);
    }

    public ReconnectPolicy attempts(int number) {
        return new ReconnectPolicy(first, ceiling, number, retriesFirstConnect);
    }

    public ReconnectPolicy retriesFirstConnect(boolean retries) {
        return new ReconnectPolicy(first, ceiling, attempts, retries);
    }
}
