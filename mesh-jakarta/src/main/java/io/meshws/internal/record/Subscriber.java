package io.meshws.internal.record;

import io.meshws.internal.connection.Connection;
import io.meshws.internal.follow.ReplyGate;

/**
 * A client that follows a record. It gets nothing before its reply; after that each version, or a full value once it
 * keeps up again. Belongs to its replica's tasks, except for {@link #replied}.
 */
final class Subscriber {
    private final Connection connection;
    private final RecordMode mode;
    private final ReplyGate<RecordFrames> gate;
    /** The state that the client was told last. */
    private RecordState told;

    private boolean behind;

    Subscriber(Connection connection, RecordMode mode) {
        this.connection = connection;
        this.mode = mode;
        this.gate = new ReplyGate<>(connection, frames -> tell(null, frames));
    }

    Connection connection() {
        return connection;
    }

    /** The state in the reply. */
    void snapshot(RecordState state) {
        told = state;
    }

    /** The reply with the snapshot is in the client's outbox. */
    void replied() {
        gate.open();
    }

    boolean isBehind() {
        return behind;
    }

    /** @param before the state that a patch starts from; null if there is none */
    void tell(RecordState before, RecordFrames frames) {
        if (!gate.isOpen() || told == frames.state()) {
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
