package io.meshws.internal.liveness;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.internal.connection.Attention;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.Pulse;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.FrameText;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Finds clients that vanished silently, and measures the round-trip time to the others. Thread-safe.
 *
 * <p>A client is pinged once an interval. If it has given no sign of life since {@code mesh.max-missed-pongs} pings
 * when the next one is due, it is considered dead: at the latest {@code mesh.max-missed-pongs + 1} intervals and a tick
 * after its last sign. Any frame is a sign of life, and so is a command that holds the container's thread, which then
 * cannot read. A ping counts only if an answer to it would have been read ({@link Attention}); otherwise the client is
 * pinged again.
 */
public final class Liveness {
    private static final String PING = FrameText.event(BuiltIn.PING, "{}");
    private static final String LATENCY_REQUEST = FrameText.event(BuiltIn.LATENCY_REQUEST, "{}");

    private final Attention attention;
    private final int maxMissedPongs;
    private final LongSupplier nanos;
    private final Consumer<Connection> gone;
    private final Wheel<Connection> pings;
    private final Wheel<Connection> measurements;

    /**
     * @param nanos the clock of {@link System#nanoTime}
     * @param gone told of a client that doesn't respond, on the ticking thread
     */
    public Liveness(MeshConfig config, Attention attention, LongSupplier nanos, Consumer<Connection> gone) {
        this.attention = attention;
        this.maxMissedPongs = config.get(MeshProperty.MAX_MISSED_PONGS);
        this.nanos = nanos;
        this.gone = gone;
        this.pings = new Wheel<>(config.get(MeshProperty.PING_INTERVAL), nanos.getAsLong());
        this.measurements = new Wheel<>(config.get(MeshProperty.LATENCY_INTERVAL), nanos.getAsLong());
    }

    /** A client connected. */
    public void opened(Connection connection) {
        pings.add(connection);
        measurements.add(connection);
    }

    /** A client is gone: nothing of it is kept until it would be due. */
    public void closed(Connection connection) {
        pings.remove(connection);
        measurements.remove(connection);
    }

    /** Pings the clients that are due; about once a second. */
    public void tick(long now) {
        pings.turn(now, this::ping);
        measurements.turn(now, this::measure);
    }

    /** The client answered a ping. */
    public void answered(Connection connection) {
        connection.pulse().ponged().ifPresent(attention::answered);
    }

    /** The client answered {@code latency:request}; it's told the measured time. */
    public void measured(Connection connection) {
        connection
                .pulse()
                .measured(nanos.getAsLong())
                .ifPresent(latency ->
                        connection.sendFrame(FrameText.event(BuiltIn.LATENCY, Long.toString(latency.toMillis()))));
    }

    private boolean ping(Connection connection) {
        if (!connection.isOpen()) {
            return false;
        }
        Pulse pulse = connection.pulse();
        if (connection.isRunning()) {
            pulse.heard();
        }
        boolean counts = attention.covers(pulse);
        if (counts && pulse.unanswered() >= maxMissedPongs) {
            gone.accept(connection);
            return false;
        }
        pulse.asked(nanos.getAsLong(), counts);
        connection.sendFrame(PING);
        return true;
    }

    private boolean measure(Connection connection) {
        // One at a time: a client that doesn't know this request is asked once.
        if (connection.isOpen() && connection.pulse().measure(nanos.getAsLong())) {
            connection.sendFrame(LATENCY_REQUEST);
        }
        return connection.isOpen();
    }
}
