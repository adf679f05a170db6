package io.meshws.presence;

import io.meshws.cluster.ClusterMessage.PresenceChange;
import io.meshws.cluster.PresenceDirectory.View;
import io.meshws.protocol.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Who is in a room with which state, as far as is known here. Whatever it learns is told as the difference to what it knew.
 * Not thread-safe.
 */
final class Roster {
    private final String room;
    private final Consumer<Update> updates;
    private final Set<String> present = new HashSet<>();
    private final Map<String, String> states = new HashMap<>();

    Roster(String room, Consumer<Update> updates) {
        this.room = room;
        this.updates = updates;
    }

    Set<String> present() {
        return Set.copyOf(present);
    }

    Map<String, String> states() {
        return Map.copyOf(states);
    }

    /** The next change after what is known. */
    void change(PresenceChange change) {
        for (JsonValue each : Json.readTrusted(change.changes()).asJsonArray()) {
            change(each.asJsonArray(), change.time());
        }
    }

    private void change(JsonArray change, long time) {
        String id = change.getString(1);
        switch (change.getString(0)) {
            case "join" -> join(id, time);
            case "leave" -> leave(id, time);
            default -> {
                String state = change.get(2).toString();
                boolean silent = change.getBoolean(3);
                keep(id, state);
                if (!silent) {
                    updates.accept(Update.state(room, id, state, time));
                }
            }
        }
    }

    /** All that the store knows now. */
    void become(View view) {
        for (String id : Set.copyOf(present)) {
            if (!view.present().contains(id)) {
                leave(id, view.time());
            }
        }
        for (String id : Set.copyOf(states.keySet())) {
            if (!view.states().containsKey(id)) {
                learn(id, "null", view.time());
            }
        }
        add(view);
    }

    /** All that the store knows now, where who is missing may still come back. */
    void add(View view) {
        view.present().forEach(id -> join(id, view.time()));
        view.states().forEach((id, state) -> learn(id, state, view.time()));
    }

    private void join(String id, long time) {
        if (present.add(id)) {
            updates.accept(Update.joined(room, id, time));
        }
    }

    private void leave(String id, long time) {
        states.remove(id);
        if (present.remove(id)) {
            updates.accept(Update.left(room, id, time));
        }
    }

    private void learn(String id, String state, long time) {
        if (!state.equals(keep(id, state))) {
            updates.accept(Update.state(room, id, state, time));
        }
    }

    /** Returns what was there. */
    private String keep(String id, String state) {
        return state.equals("null") ? states.remove(id) : states.put(id, state);
    }
}
