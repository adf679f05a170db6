package io.meshws.internal.connection;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The users that are logged out while this instance checks who a client is: a client that turns out to be one of them isn't
 * let in, because it wasn't known as that user's when the user's connections were closed. Thread-safe.
 */
public final class Logouts {
    private final Set<Check> checks = ConcurrentHashMap.newKeySet();

    /** A check begins; the caller ends it when the client is among the connections, or never will be. */
    public Check begin() {
        Check check = new Check();
        checks.add(check);
        return check;
    }

    /** To be called before the connections of the user are looked for. */
    void add(String user) {
        checks.forEach(check -> check.users.add(user));
    }

    public final class Check {
        private final Set<String> users = ConcurrentHashMap.newKeySet();

        private Check() {}

        /** Whether that user was logged out since the check began. */
        boolean missed(String user) {
            return users.contains(user);
        }

        public void end() {
            checks.remove(this);
        }
    }
}
