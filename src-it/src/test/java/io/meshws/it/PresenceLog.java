package io.meshws.it;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that a subscriber was told of one room's presence. Checks that each step follows from the last: only those
 * who aren't present join, and only those who are leave. Thread-safe.
 */
final class PresenceLog {
    private final Set<String> present = new HashSet<>();
    private final Map<String, JsonValue> states = new HashMap<>();
    /** {@code join}, {@code leave} or {@code state}, and the connection's id, in order. */
    private final List<String> updates = new ArrayList<>();

    private final List<Long> stateTimes = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private boolean begun;

    /** The reply to the subscription. */
    synchronized void begin(JsonObject reply) {
        begun = true;
        reply.getJsonArray("present").getValuesAs(JsonString.class).forEach(id -> present.add(id.getString()));
        if (reply.containsKey("states")) {
            states.putAll(reply.getJsonObject("states"));
        }
    }

    synchronized void update(JsonObject update) {
        String type = update.getString("type");
        String id = update.getString("connectionId");
        String step = type + " " + id;
        boolean follows =
                switch (type) {
                    case "join" -> present.add(id);
                    case "leave" -> {
                        states.remove(id);
                        yield present.remove(id);
                    }
                    default -> {
                        step += " " + update.get("state");
                        stateTimes.add(update.getJsonNumber("timestamp").longValue());
                        if (update.get("state").equals(JsonValue.NULL)) {
                            states.remove(id);
                        } else {
                            states.put(id, update.get("state"));
                        }
                        yield present.contains(id);
                    }
                };
        updates.add(step);
        if (!begun || !follows) {
            faults.add(step);
        }
    }

    /** The members that are present, as far as the subscriber was told. */
    synchronized Set<String> present() {
        return Set.copyOf(present);
    }

    synchronized Map<String, JsonValue> states() {
        return Map.copyOf(states);
    }

    /** When each state came or ended, in ms by Redis' clock. */
    synchronized List<Long> stateTimes() {
        return List.copyOf(stateTimes);
    }

    /** Updates that don't follow from the previous ones. */
    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** How often this was announced. */
    synchronized long count(String update) {
        return updates.stream().filter(update::equals).count();
    }
}
