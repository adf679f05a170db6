package io.meshws.internal.presence;

import io.meshws.internal.cluster.ClusterMessage.PresenceChange;
import io.meshws.internal.cluster.PresenceDirectory.Present;
import io.meshws.internal.cluster.PresenceDirectory.View;
import io.meshws.internal.presence.Update.Subject;
import io.meshws.protocol.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The members of a room with their states, as far as this instance knows. It reports everything that it learns as the
 * difference to its former state. Not thread-safe.
 */
final class Roster {
    private final String room;
    private final Consumer<Update> updates;
    private final Consumer<Duration> ends;
    /** As in {@link Present}. */
    private final Map<String, String> users = new HashMap<>();

    private final Map<String, String> states = new HashMap<>();
    /** The number of connections of each user. */
    private final Map<String, Integer> connections = new HashMap<>();
    /** The store's time when this was learned. */
    private long time;

    /**
     * @param updates told of each change
     * @param ends told after which time a new state ends
     */
    Roster(String room, Consumer<Update> updates, Consumer<Duration> ends) {
        this.room = room;
        this.updates = updates;
        this.ends = ends;
    }

    Present present() {
        return new Present(Map.copyOf(users), Map.copyOf(states));
    }

    /** The states of these connections. */
    List<Update> states(Collection<String> ids) {
        return ids.stream()
                .filter(states::containsKey)
                .map(id -> Update.state(subject(id, time), states.get(id)))
                .toList();
    }

    /** Forgets everything, without telling subscribers. */
    void forget() {
        users.clear();
        states.clear();
        connections.clear();
    }

    /** Applies the change after the known version. */
    void change(PresenceChange change) {
        time = change.time();
        for (JsonValue each : Json.readTrusted(change.changes()).asJsonArray()) {
            change(each.asJsonArray(), change.time());
        }
    }

    private void change(JsonArray change, long time) {
        String id = change.getString(1);
        switch (change.getString(0)) {
            case "join" -> {
                join(id, change.get(2) instanceof JsonString user ? user.getString() : id, time);
                if (change.size() > 3) {
                    learn(id, Json.text(change.get(3)), time);
                }
                tellEnd(change);
            }
            case "leave" -> leave(id, time);
            default -> {
                String state = Json.text(change.get(2));
                boolean silent = change.getBoolean(3);
                keep(id, state);
                if (!silent) {
                    updates.accept(Update.state(subject(id, time), state));
                }
                tellEnd(change);
            }
        }
    }

    private void tellEnd(JsonArray change) {
        if (change.size() > 4) {
            ends.accept(Duration.ofMillis(change.getJsonNumber(4).longValue()));
        }
    }

    /** Replaces everything by the store's current view. */
    void become(View view) {
        // New members first: a user who only replaced one connection by another was never away.
        add(view);
        Present now = view.present();
        for (String id : Set.copyOf(users.keySet())) {
            if (!now.users().containsKey(id)) {
                leave(id, view.time());
            }
        }
        for (String id : Set.copyOf(states.keySet())) {
            if (!now.states().containsKey(id)) {
                learn(id, "null", view.time());
            }
        }
    }

    /** Adds everything that the store has now. Missing connections may still come back. */
    void add(View view) {
        time = view.time();
        view.present().users().forEach((id, user) -> join(id, user, view.time()));
        view.present().states().forEach((id, state) -> learn(id, state, view.time()));
    }

    private void join(String id, String user, long time) {
        String known = users.get(id);
        if (user.equals(known)) {
            return;
        }
        if (known != null) {
            leave(id, time);
        }
        users.put(id, user);
        boolean first = connections.merge(user, 1, Integer::sum) == 1;
        updates.accept(Update.joined(subject(id, time), first));
    }

    private void leave(String id, long time) {
        boolean hadState = states.remove(id) != null;
        if (users.containsKey(id)) {
            Subject subject = subject(id, time);
            boolean last = connections.merge(users.remove(id), -1, Roster::noneAtZero) == null;
            updates.accept(Update.left(subject, last, hadState));
        }
    }

    private static Integer noneAtZero(int count, int change) {
        return count + change == 0 ? null : count + change;
    }

    private void learn(String id, String state, long time) {
        if (!state.equals(keep(id, state))) {
            updates.accept(Update.state(subject(id, time), state));
        }
    }

    /** Returns the previous state. */
    private String keep(String id, String state) {
        return state.equals("null") ? states.remove(id) : states.put(id, state);
    }

    private Subject subject(String id, long time) {
        return new Subject(room, id, users.getOrDefault(id, id), time);
    }
}
