package io.meshws.protocol.pipe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The messages that the other end didn't acknowledge yet, in order: those that are on their way, then those that wait. */
final class SendWindow<S extends PipeMessage> {
    private final Deque<S> underWay = new ArrayDeque<>();
    private final Deque<S> waiting = new ArrayDeque<>();
    private long acknowledged;
    /** The last number that was ever used. */
    private long last;

    private long characters;

    void add(S message) {
        waiting.add(message);
    }

    /** Takes the next message that may be sent; null if there is none. */
    S next(int window) {
        S next = waiting.peek();
        boolean fits = next != null
                && underWay.size() < window
                && (underWay.isEmpty() || characters + next.length() <= PipeEnd.MAX_CHARACTERS);
        if (!fits) {
            return null;
        }
        waiting.poll();
        underWay.add(next);
        characters += next.length();
        last = Math.max(last, sent());
        return next;
    }

    /** The number of the message that was sent last. */
    long sent() {
        return acknowledged + underWay.size();
    }

    /** Whether no more than one message is on its way. */
    boolean isAlone() {
        return underWay.size() == 1;
    }

    /** The last number that was ever sent. */
    long last() {
        return last;
    }

    /** Whether something was sent that is not acknowledged. */
    boolean isPending() {
        return last > acknowledged;
    }

    /** Removes and returns the messages that this number acknowledges; none if it's an old one, or one that was never sent. */
    List<S> acknowledge(long number) {
        List<S> done = new ArrayList<>();
        while (number <= last && acknowledged < number) {
            S message = underWay.poll();
            if (message == null) {
                message = waiting.poll();
            } else {
                characters -= message.length();
            }
            done.add(message);
            acknowledged++;
        }
        return done;
    }

    /** Everything after this number is to be sent again. */
    void rewind(long number) {
        while (!underWay.isEmpty() && sent() > number) {
            S message = underWay.pollLast();
            characters -= message.length();
            waiting.addFirst(message);
        }
    }

    /** Starts to count anew, for another receiver; messages that were sent to the last one are returned, and not sent again. */
    List<S> restart() {
        rewind(acknowledged);
        List<S> lost = new ArrayList<>();
        for (; acknowledged < last; last--) {
            lost.add(waiting.poll());
        }
        acknowledged = 0;
        last = 0;
        return lost;
    }

    /** Everything that is not acknowledged; it's forgotten. */
    List<S> clear() {
        rewind(acknowledged);
        List<S> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }
}
