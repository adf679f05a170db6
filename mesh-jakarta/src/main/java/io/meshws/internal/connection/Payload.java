package io.meshws.internal.connection;

import io.meshws.CommandException;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.binding.BindingException;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.JsonValue;
import java.lang.reflect.Type;
import java.util.Objects;

/** The payload of a command or call, which application code reads as a type of its own. */
public record Payload(JsonValue json, JsonBinding binding) {
    /** @throws CommandException if the payload doesn't fit the type */
    @SuppressWarnings("unchecked")
    public <T> T as(Type type) {
        Objects.requireNonNull(type, "type");
        try {
            return (T) binding.bind(json, type);
        } catch (BindingException e) {
            throw new CommandException(ErrorCode.EPAYLOAD, e.getMessage());
        }
    }
}
