package io.meshws.internal.connection;

import java.time.Duration;

/**
 * Stops reading from a client that doesn't keep up: its commands would only make more of what it doesn't take. Then the network
 * slows it down. That is if a thirty-second of the limits waits and the client has taken nothing for a moment, or a quarter waits,
 * until it's an eighth. A client that is slow, but not as far behind, can still say that it wants less. Thread-safe.
 */
final class Intake {
    private static final long MOMENT_NANOS = Duration.ofMillis(100).toNanos();

    private final Transport transport;
    private final Outbox outbox;
    private final Pulse pulse;
    private volatile boolean paused;

    Intake(Transport transport, Outbox outbox, Pulse pulse) {
        this.transport = transport;
        this.outbox = outbox;
        this.pulse = pulse;
    }

    /** The outbox has more. */
    void pauseIfClogged() {
        if (paused || !outbox.isClogged(MOMENT_NANOS, false)) {
            return;
        }
        synchronized (this) {
            if (!paused) {
                paused = true;
                transport.pauseReading();
            }
        }
        // The client may have taken a frame before anyone saw that it isn't read.
        resumeUnlessClogged();
    }

    /** The client took a frame. While it isn't read, that is its only sign of life. */
    void taken() {
        if (paused) {
            pulse.heard();
            resumeUnlessClogged();
        }
    }

    /** The outbox may be closed. */
    void resumeUnlessClogged() {
        if (!paused || outbox.isClogged(MOMENT_NANOS, true)) {
            return;
        }
        synchronized (this) {
            if (paused) {
                paused = false;
                transport.resumeReading();
            }
        }
    }
}
