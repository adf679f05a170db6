package io.meshws.client.internal.link;

import io.meshws.client.ReconnectPolicy;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/** Counts attempts, and says how long to wait before each. Not thread-safe: one attempt follows the other. */
public final class Backoff {
    /** A connection that stood for so long has made good for the attempts before it. */
    private static final Duration STABLE = Duration.ofSeconds(10);

    private final ReconnectPolicy policy;
    private final DoubleSupplier random;
    private int attempts;

    /** @param random from 0, inclusive, to 1 */
    Backoff(ReconnectPolicy policy, DoubleSupplier random) {
        this.policy = policy;
        this.random = random;
    }

    /** As the client waits before it connects. */
    public static Backoff of(Settings settings) {
        return new Backoff(
                settings.reconnect(), () -> ThreadLocalRandom.current().nextDouble());
    }

    int attempts() {
        return attempts;
    }

    /** Counts from here: the application asked for an attempt (1), or has its first connection (0). */
    void countFrom(int number) {
        attempts = number;
    }

    /** A connection was lost after this time. */
    void lostAfter(Duration lifetime) {
        Duration stable = STABLE.compareTo(policy.ceiling()) < 0 ? STABLE : policy.ceiling();
        if (lifetime.compareTo(stable) >= 0) {
            attempts = 0;
        }
    }

    boolean isExhausted() {
        return attempts >= policy.attempts();
    }

    /** Counts the next attempt, and says how long to wait before it. */
    public Duration next() {
        attempts++;
        double longest = policy.first().toNanos() * Math.pow(2, attempts - 1);
        return Duration.ofNanos((long)
                (random.getAsDouble() * Math.min(longest, policy.ceiling().toNanos())));
    }
}
