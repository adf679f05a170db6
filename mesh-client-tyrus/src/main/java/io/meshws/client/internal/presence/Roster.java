package io.meshws.client.internal.presence;

import io.meshws.client.PresenceUpdate;
import io.meshws.client.PresenceView;
import io.meshws.client.internal.topic.Payload;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The members of a room. The lock of the topics guards it. */
final class Roster {
    private final Set<String> present = new LinkedHashSet<>();
    private final Map<String, JsonValue> states = new LinkedHashMap<>();
    private final Map<String, String> users = new LinkedHashMap<>();

    /** As a reply of the server has it. */
    static Roster of(JsonObject reply) {
        Roster roster = new Roster();
        roster.present.addAll(Payload.strings(reply, "present"));
        roster.states.putAll(Payload.optionalObject(reply, "states"));
        Payload.optionalObject(reply, "users").forEach((connection, user) -> {
            if (user instanceof JsonString text) {
                roster.users.put(connection, text.getString());
            }
        });
        return roster;
    }

    PresenceView view() {
        return new PresenceView(
                Collections.unmodifiableSet(new LinkedHashSet<>(present)),
                Collections.unmodifiableMap(new LinkedHashMap<>(states)),
                Collections.unmodifiableMap(new LinkedHashMap<>(users)));
    }

    void apply(PresenceUpdate update) {
        if (update instanceof PresenceUpdate.Joined joined) {
            present.add(joined.member());
        } else if (update instanceof PresenceUpdate.Left left) {
            present.remove(left.member());
            // Their states go with them.
            states.keySet().removeIf(connection -> left.member().equals(owner(connection)));
            users.values().removeIf(left.member()::equals);
        } else if (update instanceof PresenceUpdate.StateChanged changed) {
            String connection = changed.connectionId();
            if (changed.state().isPresent()) {
                states.put(connection, changed.state().get());
                changed.userId().ifPresent(user -> users.put(connection, user));
            } else {
                states.remove(connection);
                users.remove(connection);
            }
        }
    }

    /** The updates that lead from another one to this. */
    List<PresenceUpdate> changesSince(Roster before, String room, Instant now) {
        List<PresenceUpdate> changes = new ArrayList<>();
        for (String member : before.present) {
            if (!present.contains(member)) {
                changes.add(new PresenceUpdate.Left(room, member, now));
            }
        }
        for (String member : present) {
            if (!before.present.contains(member)) {
                changes.add(new PresenceUpdate.Joined(room, member, now));
            }
        }
        states.forEach((connection, state) -> {
            if (!state.equals(before.states.get(connection))) {
                changes.add(
                        new PresenceUpdate.StateChanged(room, connection, user(connection), Optional.of(state), now));
            }
        });
        before.states.forEach((connection, state) -> {
            // If its owner left, the state went with them.
            if (!states.containsKey(connection) && present.contains(before.owner(connection))) {
                changes.add(new PresenceUpdate.StateChanged(
                        room, connection, before.user(connection), Optional.empty(), now));
            }
        });
        return changes;
    }

    /** The user of a connection, or else the connection itself. */
    private String owner(String connection) {
        return users.getOrDefault(connection, connection);
    }

    private Optional<String> user(String connection) {
        return Optional.ofNullable(users.get(connection));
    }
}
