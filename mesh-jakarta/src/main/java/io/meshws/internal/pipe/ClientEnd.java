package io.meshws.internal.pipe;

import io.meshws.internal.connection.Connection;
import io.meshws.protocol.ErrorBody;
import java.util.Optional;

/**
 * The end of a pipe that a client of this instance opened. Thread-safe.
 *
 * @see ClientEnds
 */
final class ClientEnd {
    private static final char BETWEEN = '_';

    private final Connection connection;
    private final PipeKey key;
    private final String candidate;
    private final int window;
    private final boolean accepting;
    private final String incarnation;
    /** Null while the other end isn't known. */
    private Peer peer;
    /** The number of the other name's last change that was looked at; 0 if none was. */
    private long seen;
    /** The candidate of the other end that was there last; null if there was none. */
    private String lastCandidate;
    /** Why its client closed it; null while it didn't. */
    private Optional<ErrorBody> closedWith;

    /**
     * The other end.
     *
     * @param connection its client's id
     * @param id of the pipe
     */
    record Peer(String connection, String candidate, String id) {}

    /**
     * @param accepting whether it needs an other end that had permission
     * @param incarnation of the client, which has the name of this end
     */
    ClientEnd(Connection connection, PipeKey key, String candidate, int window, boolean accepting, String incarnation) {
        this.connection = connection;
        this.key = key;
        this.candidate = candidate;
        this.window = window;
        this.accepting = accepting;
        this.incarnation = incarnation;
    }

    /** Both ends come to the same id, and only they know both candidates. */
    private static String idOf(String one, String other) {
        return one.compareTo(other) < 0 ? one + BETWEEN + other : other + BETWEEN + one;
    }

    /** Whether a pipe of this id has an end with this candidate. */
    static boolean isOf(String candidate, String id) {
        return id.startsWith(candidate + BETWEEN) || id.endsWith(BETWEEN + candidate);
    }

    /** Returns null if its client closed it. */
    synchronized Peer match(String peerConnection, String peerCandidate) {
        if (closedWith != null) {
            return null;
        }
        Peer found = new Peer(peerConnection, peerCandidate, idOf(candidate, peerCandidate));
        peer = found;
        lastCandidate = peerCandidate;
        return found;
    }

    /** Whether this change of the other name is another one than the last. */
    synchronized boolean isNews(long change) {
        boolean news = change != seen;
        seen = change;
        return news;
    }

    /** The pipe of this id is no more; returns whether it was there. */
    synchronized boolean unmatch(String id) {
        boolean was = peer != null && peer.id().equals(id);
        if (was) {
            peer = null;
        }
        return was;
    }

    /** Null while the other end isn't known. */
    synchronized Peer peer() {
        return peer;
    }

    /** Its client closes it. Until it is forgotten, anyone who asks for it is told the reason. Returns false if it was closed. */
    synchronized boolean close(Optional<ErrorBody> error) {
        if (closedWith != null) {
            return false;
        }
        closedWith = error;
        return true;
    }

    /** Why its client closed it; empty if it didn't, or without a reason. */
    synchronized Optional<ErrorBody> error() {
        return closedWith == null ? Optional.empty() : closedWith;
    }

    /** Whether this candidate is that of the other end that was there last. */
    synchronized boolean knew(String candidateOfOther) {
        return candidateOfOther.equals(lastCandidate);
    }

    String incarnation() {
        return incarnation;
    }

    Connection connection() {
        return connection;
    }

    PipeKey key() {
        return key;
    }

    String candidate() {
        return candidate;
    }

    boolean isAccepting() {
        return accepting;
    }

    int window() {
        return window;
    }
}
