package io.meshws.internal.collection;

import io.meshws.internal.record.ListeningCollection;
import io.meshws.internal.record.RecordView;

/** A record that a client's collection selects. Belongs to the tasks of its {@link LiveCollection}. */
final class CollectionMember {
    final String recordId;
    /** Null until it's allowed. */
    private ListeningCollection listening;
    /** The last state heard of; null if there is none. */
    private RecordView view;

    private boolean asked;
    /** Whether the selection has it still. */
    private boolean wanted = true;
    /** Whether it's known if the client may read it, and its state if so. */
    private boolean settled;
    /** Whether the store failed, so that this has to be tried again. */
    private boolean failed;
    /** The state that the client was told; null if it isn't in the collection for the client. */
    private RecordView told;

    /** @param told the state that the client was told in an earlier membership of the same record */
    CollectionMember(String recordId, RecordView told) {
        this.recordId = recordId;
        this.told = told;
    }

    /** Returns whether that settles it. */
    boolean settle() {
        boolean before = settled;
        settled = true;
        return !before;
    }

    boolean isSettled() {
        return settled;
    }

    /** The store is asked for it. */
    void asked() {
        asked = true;
    }

    /** Returns whether it was asked for, and not answered before. */
    boolean answered() {
        boolean before = asked;
        asked = false;
        return before;
    }

    void follows(ListeningCollection now) {
        listening = now;
        failed = false;
    }

    void heard(RecordView now) {
        view = now;
    }

    void failed() {
        failed = true;
        listening = null;
    }

    boolean hasFailed() {
        return failed;
    }

    /** The selection doesn't have it any more, or the client may not read it any more. */
    void unwanted() {
        wanted = false;
        if (listening != null) {
            listening.end();
        }
    }

    boolean isWanted() {
        return wanted;
    }

    RecordView view() {
        return view;
    }

    RecordView told() {
        return told;
    }

    /** Whether it's in the collection now. */
    boolean exists() {
        return wanted && view != null && view.exists();
    }

    /** @param now null if it's no longer in the collection */
    void tell(RecordView now) {
        told = now;
    }

    /** Whether the client was told something else, or nothing. */
    boolean differs() {
        return exists() ? told != view && !view.equals(told) : told != null;
    }
}
