package io.meshws.protocol.binding;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.meshws.protocol.Json;
import jakarta.json.bind.Jsonb;
import java.lang.reflect.Type;

/** A binding with a Jsonb, with helpers for tests. */
abstract class BindingSetting {
    final JsonBinding binding;

    BindingSetting(Jsonb jsonb) {
        binding = new JsonBinding(jsonb);
    }

    final Object bind(String json, Type type) throws BindingException {
        return binding.bind(Json.readTrusted(json), type);
    }

    /** The message with which the value doesn't fit. */
    final String refusal(String json, Type type) {
        return assertThrows(BindingException.class, () -> bind(json, type), json)
                .getMessage();
    }
}
