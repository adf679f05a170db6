package io.meshws.client.internal.link;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The calls that wait for a connection. Bounded. Not thread-safe: its owner's lock guards it. */
final class OfflineQueue {
    private final int maxCalls;
    private final long maxCharacters;
    private final ArrayDeque<Call> waiting = new ArrayDeque<>();
    private long characters;

    OfflineQueue(int maxCalls, long maxCharacters) {
        this.maxCalls = maxCalls;
        this.maxCharacters = maxCharacters;
    }

    /** Takes a call, unless too much waits already; says whether it did. */
    boolean add(Call call) {
        if (isFull(call)) {
            removeDone();
            if (isFull(call)) {
                return false;
            }
        }
        waiting.addLast(call);
        characters += call.length();
        return true;
    }

    private boolean isFull(Call call) {
        return waiting.size() >= maxCalls || (characters > 0 && characters + call.length() > maxCharacters);
    }

    private void removeDone() {
        waiting.removeIf(Call::isDone);
        characters = waiting.stream().mapToLong(Call::length).sum();
    }

    /** Puts calls back that were made before all that wait; they count, but are never refused. */
    void addFirst(List<Call> calls) {
        for (int i = calls.size() - 1; i >= 0; i--) {
            waiting.addFirst(calls.get(i));
            characters += calls.get(i).length();
        }
    }

    List<Call> takeAll() {
        List<Call> all = new ArrayList<>(waiting);
        waiting.clear();
        characters = 0;
        all.removeIf(Call::isDone);
        return all;
    }
}
