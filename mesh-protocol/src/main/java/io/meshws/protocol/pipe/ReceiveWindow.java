package io.meshws.protocol.pipe;

import java.util.ArrayDeque;
import java.util.Deque;

/** The messages that arrived and that the application did not take yet, in order, each once. */
final class ReceiveWindow<R> {
    /** Those of senders that are gone stay too. */
    private static final int MOST_ARRIVED = 4 * PipeEnd.WINDOW;

    private final Deque<Arrival<R>> arrived = new ArrayDeque<>();
    private long received;
    private long taken;
    /** The last number that the other end was told of. */
    private long told;

    private long characters;
    /** Taken since the other end was told. */
    private long untold;
    /** The number that showed last that something is missing; 0 if nothing is. */
    private long gap;

    /** How a message was received. */
    enum Receipt {
        ARRIVED,
        /** It was here already, or comes again after the messages that are missing before it. */
        IGNORED,
        /** Something before it is missing, and has to be asked for. */
        MISSING,
        /** The other end sends more than it may. */
        TOO_MUCH
    }

    Receipt add(Arrival<R> arrival) {
        long number = arrival.number();
        if (number <= received) {
            return Receipt.IGNORED;
        }
        if (number > received + 1) {
            return missing(number);
        }
        boolean tooLong = characters > 0 && characters + arrival.length() > PipeEnd.MOST_CHARACTERS;
        if (tooLong || received - taken >= PipeEnd.WINDOW || arrived.size() >= MOST_ARRIVED) {
            return Receipt.TOO_MUCH;
        }
        received = number;
        gap = 0;
        characters += arrival.length();
        arrived.add(arrival);
        return Receipt.ARRIVED;
    }

    /** Numbers that still increase were sent before the other end heard of the gap; only others show that it must hear again. */
    private Receipt missing(long number) {
        boolean known = gap != 0 && number > gap;
        gap = number;
        return known ? Receipt.IGNORED : Receipt.MISSING;
    }

    /** Whether everything up to this number is here. */
    boolean has(long number) {
        if (number > received) {
            gap = number;
        }
        return number <= received;
    }

    long received() {
        return received;
    }

    boolean isEmpty() {
        return arrived.isEmpty();
    }

    /** The next message; null if there is none. */
    Arrival<R> poll() {
        Arrival<R> next = arrived.poll();
        if (next != null) {
            characters -= next.length();
        }
        return next;
    }

    /** The application has handled the message. */
    void took(Arrival<R> arrival) {
        taken = Math.max(taken, arrival.number());
        untold += arrival.length();
    }

    /** Whether the other end should be told now which messages were taken, because it may wait for its window. */
    boolean isToBeTold() {
        return taken - told >= PipeEnd.WINDOW / 4 || untold >= PipeEnd.MAX_CHARACTERS / 4;
    }

    /** Whether there is something to tell. */
    boolean hasNews() {
        return taken > told;
    }

    /** The other end is told of this number. */
    long tell() {
        told = taken;
        untold = 0;
        return taken;
    }

    /** Starts to count anew, for another sender; messages that are here stay. */
    void restart() {
        received = 0;
        taken = 0;
        told = 0;
        untold = 0;
        gap = 0;
    }
}
