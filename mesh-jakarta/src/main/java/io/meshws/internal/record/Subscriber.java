package io.meshws.internal.record;

import io.meshws.internal.connection.Connection;
import io.meshws.internal.follow.ReplyGate;

/**
 * A client that follows a record. It gets nothing before its reply; after that each version, or a full value once it
 * keeps up again. Belongs to its replica's tasks, except for {@link #replied}.
 */
final class Subscriber implements Recipient {
    private final Connection connection;
    private final RecordMode mode;
    private final long seen;
    private final ReplyGate<RecordFrames> gate;
    /** The state that the client was told last. */
    private RecordState told;
    /** The only change since the snapshot, while the reply is being sent; null if there is none, or several. */
    private RecordFrames beforeReply;

    private boolean behind;

    /** @param seen the version that the client had on another connection; 0 if none */
    Subscriber(Connection connection, RecordMode mode, long seen) {
        this.connection = connection;
        this.mode = mode;
        this.seen = seen;
        this.gate = new ReplyGate<>(connection, frames -> tell(null, frames));
    }

    /** A client has one subscription to a record. */
    @Override
    public Object key() {
        return connection;
    }

    /** Whether the client has a later version than this, as one that was connected to another instance may. */
    boolean isAheadOf(RecordState state) {
        return state != null && state.version() < seen;
    }

    @Override
    public void removed(String recordId) {
        connection.topics().release(Subscribers.RECORDS, recordId, this);
    }

    /** The state in the reply. */
    void snapshot(RecordState state) {
        told = state;
    }

    /** The reply with the snapshot is in the client's outbox. */
    void replied() {
        gate.open();
    }

    @Override
    public boolean isBehind() {
        return behind;
    }

    @Override
    public void tell(RecordState before, RecordFrames frames) {
        if (told == frames.state()) {
            return;
        }
        RecordFrames patch = patch(before, frames);
        if (!gate.isOpen()) {
            beforeReply = patch;
            return;
        }
        if (connection.isFilling()) {
            behind = true;
            return;
        }
        connection.sendShared(patch == null ? frames.full() : patch.patch());
        behind = false;
        told = frames.state();
        beforeReply = null;
    }

    /** The patch to this state from the last one that the client was told; null if there is none, or it wants none. */
    private RecordFrames patch(RecordState before, RecordFrames frames) {
        if (mode != RecordMode.PATCH || told == null) {
            return null;
        }
        if (beforeReply != null && beforeReply.state() == frames.state()) {
            return beforeReply;
        }
        return frames.hasPatch() && told == before ? frames : null;
    }
}
