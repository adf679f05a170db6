package io.meshws.internal.cluster.redis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The rooms of one instance's connections, in one sorted set, so that a join adds one element however many rooms the
 * connection is in. The set may name rooms that a connection just left or is about to join; it never names fewer than
 * the rooms' member sets. Many elements are read and written a page at a time, so that Redis isn't held up for long.
 * Thread-safe.
 */
record InstanceMemberships(Scripts scripts, String key) {
    private static final int PAGE = 1000;
    /** Connection ids never contain it. */
    private static final char SEPARATOR = ' ';

    private static final char AFTER_SEPARATOR = '!';
    private static final String FIRST = "-";
    private static final String LAST = "+";

    /** One element of the set. */
    record Membership(String connectionId, String room) {
        static Membership parse(String text) {
            int end = text.indexOf(SEPARATOR);
            return new Membership(text.substring(0, end), text.substring(end + 1));
        }

        @Override
        public String toString() {
            return connectionId + SEPARATOR + room;
        }
    }

    CompletableFuture<Void> add(Collection<Membership> added) {
        return set("1", List.copyOf(added));
    }

    CompletableFuture<Void> remove(Collection<Membership> removed) {
        return set("0", List.copyOf(removed));
    }

    private CompletableFuture<Void> set(String how, List<Membership> changed) {
        if (changed.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        int end = Math.min(changed.size(), PAGE);
        List<String> arguments = new ArrayList<>();
        arguments.add(how);
        changed.subList(0, end).forEach(membership -> arguments.add(membership.toString()));
        return scripts.<Long>eval(Script.SET_MEMBERSHIPS, List.of(key), arguments)
                .thenCompose(done -> set(how, changed.subList(end, changed.size())));
    }

    CompletableFuture<List<Membership>> ofConnection(String connectionId) {
        return read("[" + connectionId + SEPARATOR, "(" + connectionId + AFTER_SEPARATOR, new ArrayList<>());
    }

    CompletableFuture<List<Membership>> all() {
        return read(FIRST, LAST, new ArrayList<>());
    }

    /** The first memberships, as many as fit a page. */
    CompletableFuture<List<Membership>> some() {
        return page(FIRST, LAST);
    }

    private CompletableFuture<List<Membership>> read(String from, String to, List<Membership> found) {
        return page(from, to).thenCompose(page -> {
            found.addAll(page);
            return page.size() < PAGE
                    ? CompletableFuture.completedFuture(found)
                    : read("(" + page.get(PAGE - 1), to, found);
        });
    }

    private CompletableFuture<List<Membership>> page(String from, String to) {
        return scripts.<List<String>>eval(
                        Script.SOME_MEMBERSHIPS, List.of(key), List.of(from, to, Integer.toString(PAGE)))
                .thenApply(page -> page.stream().map(Membership::parse).toList());
    }
}
