package io.meshws.internal.record;

import java.util.function.Consumer;

/** A collection that hears of the changes of a record. */
public final class ListeningCollection implements Recipient {
    private final String collectionId;
    private final RecordListener listener;
    private final Consumer<ListeningCollection> end;
    private RecordState told;
    private volatile boolean ended;

    /** @param end removes it from its replica */
    ListeningCollection(String collectionId, RecordListener listener, Consumer<ListeningCollection> end) {
        this.collectionId = collectionId;
        this.listener = listener;
        this.end = end;
    }

    /** From now on the listener hears nothing, but for a call that is being made. Thread-safe. */
    public void end() {
        ended = true;
        end.accept(this);
    }

    boolean isEnded() {
        return ended;
    }

    void failed(Throwable failure) {
        if (!ended) {
            listener.failed(failure);
        }
    }

    @Override
    public Object key() {
        return this;
    }

    @Override
    public void removed(String recordId) {}

    /** The collection itself waits for clients that don't keep up. */
    @Override
    public boolean isBehind() {
        return false;
    }

    @Override
    public void tell(RecordState before, RecordFrames frames) {
        boolean known = told != null && (told == frames.state() || told.looksLike(frames.state()));
        if (!known && !ended) {
            told = frames.state();
            listener.changed(frames.view(collectionId));
        }
    }
}
