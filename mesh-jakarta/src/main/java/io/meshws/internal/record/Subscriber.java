package io.meshws.internal.record;

import io.meshws.internal.connection.Connection;

/**
 * A client that follows a record. It is sent nothing before its reply; then each version, or, where it does not keep up, a
 * full value once it does. Belongs to its replica's turns, but for {@link #replied}.
 */
final class Subscriber {
    private final Connection connection;
    private final RecordMode mode;
    private volatile boolean replied;
    /** What the client was told last. */
    private RecordState told;

    private boolean behind;

    Subscriber(Connection connection, RecordMode mode) {
        this.connection = connection;
        this.mode = mode;
    }

    Connection connection() {
        return connection;
    }

    /** What the reply says. */
    void snapshot(RecordState state) {
        told = state;
    }

    /** The reply with the snapshot is in the client's outbox. */
    void replied() {
        replied = true;
    }

    boolean isBehind() {
        return behind;
    }

    /**
     * @param before the state that a patch leads on from; null where there is none
     */
    void tell(RecordState before, RecordFrames frames) {
        if (!replied || told == frames.state()) {
            return;
        }
        if (connection.isFilling()) {
            behind = true;
            return;
        }
        boolean patch = mode == RecordMode.PATCH && frames.hasPatch() && told == before;
        connection.sendFrame(patch ? frames.patch() : frames.full());
        behind = false;
        told = frames.state();
    }
}
