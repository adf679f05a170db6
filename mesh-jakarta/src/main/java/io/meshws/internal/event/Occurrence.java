package io.meshws.internal.event;

import io.meshws.protocol.Json;
import io.meshws.protocol.binding.BindingException;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.JsonValue;
import java.lang.reflect.Type;

/**
 * An event that is being delivered, on one thread.
 */
final class Occurrence {
    private final String name;
    private final String payload;
    /** The payload as it was emitted here; null if it comes from elsewhere. */
    private final Object object;

    private final boolean elsewhere;
    private JsonValue json;

    private Occurrence(String name, String payload, Object object, boolean elsewhere) {
        this.name = name;
        this.payload = payload;
        this.object = object;
        this.elsewhere = elsewhere;
    }

    static Occurrence here(String name, String payload, Object object) {
        return new Occurrence(name, payload, object, false);
    }

    static Occurrence elsewhere(String name, String payload) {
        return new Occurrence(name, payload, null, true);
    }

    String name() {
        return name;
    }

    boolean isElsewhere() {
        return elsewhere;
    }

    /** Read on request. */
    JsonValue json() {
        if (json == null) {
            json = Json.readTrusted(payload);
        }
        return json;
    }

    Object as(Type type, JsonBinding binding) throws BindingException {
        return type instanceof Class<?> known && known.isInstance(object) ? object : binding.bind(json(), type);
    }
}
