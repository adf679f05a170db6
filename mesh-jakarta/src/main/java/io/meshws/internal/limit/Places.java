package io.meshws.internal.limit;

import io.meshws.AddressRange;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections this instance may have: all together, from an address, and of a user. A connection has its place
 * from the handshake on, so that no more begin than may go on. Thread-safe.
 */
public final class Places {
    private final int ofAll;
    private final int ofAddress;
    private final int ofUser;
    private final Refusals refusals;
    private final AtomicInteger all = new AtomicInteger();
    private final ConcurrentMap<String, Integer> addresses = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Integer> users = new ConcurrentHashMap<>();

    public Places(MeshConfig config, Refusals refusals) {
        this.refusals = refusals;
        this.ofAll = config.get(MeshProperty.MAX_CONNECTIONS);
        this.ofAddress = config.get(MeshProperty.MAX_CONNECTIONS_PER_ADDRESS);
        this.ofUser = config.get(MeshProperty.MAX_CONNECTIONS_PER_USER);
    }

    /** A limit is reached. */
    public static final class NoPlace extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient MeshProperty<Integer> limit;

        private NoPlace(MeshProperty<Integer> limit, int max) {
            super(limit + " is " + max, null, false, false);
            this.limit = limit;
        }

        public boolean isOfInstance() {
            return limit == MeshProperty.MAX_CONNECTIONS;
        }

        /** The setting. */
        public String limit() {
            return limit.toString();
        }

        /** The answer to a handshake. */
        public int httpStatus() {
            return isOfInstance() ? 503 : 429;
        }
    }

    /**
     * Takes a place for one connection; the caller leaves it.
     *
     * @param address of the client; empty if unknown, then it isn't counted
     * @throws NoPlace if there is none, and nothing was taken
     */
    public Place take(String address) {
        String network = ofAddress == 0
                ? ""
                : AddressRange.ofClient(address).map(AddressRange::toString).orElse(address);
        if (!add(addresses, network, ofAddress)) {
            throw none(MeshProperty.MAX_CONNECTIONS_PER_ADDRESS, ofAddress);
        }
        if (all.getAndUpdate(count -> ofAll == 0 || count < ofAll ? count + 1 : count) >= ofAll && ofAll != 0) {
            remove(addresses, network);
            throw none(MeshProperty.MAX_CONNECTIONS, ofAll);
        }
        return new Place(network);
    }

    private NoPlace none(MeshProperty<Integer> limit, int max) {
        refusals.reached(limit);
        return new NoPlace(limit, max);
    }

    private static boolean add(ConcurrentMap<String, Integer> counts, String name, int max) {
        if (max == 0 || name.isEmpty()) {
            return true;
        }
        boolean[] added = {false};
        counts.compute(name, (same, count) -> {
            int before = count == null ? 0 : count;
            added[0] = before < max;
            return added[0] ? before + 1 : count;
        });
        return added[0];
    }

    private static void remove(ConcurrentMap<String, Integer> counts, String name) {
        counts.computeIfPresent(name, (same, count) -> count == 1 ? null : count - 1);
    }

    /** How many are taken. */
    int taken() {
        return all.get();
    }

    /** How many addresses and users are remembered. */
    int remembered() {
        return addresses.size() + users.size();
    }

    /** The place of one connection, or of a handshake that may become one. */
    public final class Place {
        private final String network;
        private String user = "";
        private boolean left;

        private Place(String network) {
            this.network = network;
        }

        /**
         * The connection is that user's.
         *
         * @throws NoPlace if the user has as many as a user may
         */
        public synchronized void takeFor(String name) {
            if (left || user.equals(name)) {
                return;
            }
            if (!add(users, name, ofUser)) {
                throw none(MeshProperty.MAX_CONNECTIONS_PER_USER, ofUser);
            }
            remove(users, user);
            user = name;
        }

        /** The connection is gone, or never came; again it changes nothing. */
        public synchronized void leave() {
            if (left) {
                return;
            }
            left = true;
            all.decrementAndGet();
            remove(addresses, network);
            remove(users, user);
        }
    }
}
