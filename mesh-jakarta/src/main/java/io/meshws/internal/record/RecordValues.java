package io.meshws.internal.record;

import io.meshws.CommandException;
import io.meshws.internal.security.ValueLimit;
import io.meshws.protocol.Change;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Json;
import io.meshws.protocol.binding.BindingException;
import io.meshws.protocol.binding.JsonBinding;
import io.meshws.protocol.change.ChangeFailedException;
import io.meshws.protocol.change.Changes;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonValue;
import java.lang.reflect.Type;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Turns the writes of the application into edits of JSON that clients can read. Immutable. */
record RecordValues(JsonBinding json, ValueLimit limit) {

    JsonValue toJson(Object value) {
        return limit.read(json.toText(value));
    }

    /** @throws CommandException if they are malformed */
    Changes toChanges(Change... changes) {
        JsonArrayBuilder wire = Json.array();
        for (Change change : Objects.requireNonNull(changes, "changes")) {
            wire.add(Objects.requireNonNull(change, "change").toJson(this::toJson));
        }
        return read(wire.build());
    }

    /** @throws CommandException if they are malformed */
    static Changes read(JsonValue wire) {
        try {
            return Changes.read(wire);
        } catch (ChangeFailedException e) {
            throw new CommandException(e.code(), e.getMessage());
        }
    }

    static PendingWrite.Edit edit(String recordId, Changes changes) {
        return before -> {
            try {
                return changes.applyTo(before);
            } catch (ChangeFailedException e) {
                throw new CommandException(e.code(), "Record \"" + recordId + "\": " + e.getMessage());
            }
        };
    }

    /** An edit that calls the function, also if the record has no value. */
    <T> PendingWrite.Edit edit(String recordId, Class<T> type, Function<? super Optional<T>, ? extends T> function) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(function, "function");
        return before -> toJson(
                function.apply(before == null ? Optional.empty() : Optional.ofNullable(bound(recordId, before, type))));
    }

    /** An edit that is refused if the record has no value. */
    <T> PendingWrite.Edit editExisting(String recordId, Class<T> type, Function<? super T, ? extends T> function) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(function, "function");
        return before -> {
            if (before == null) {
                throw new CommandException(ErrorCode.ENOTFOUND, "Record \"" + recordId + "\" has no value");
            }
            return toJson(function.apply(bound(recordId, before, type)));
        };
    }

    // The caller named the type.
    @SuppressWarnings("unchecked")
    <T> T bound(String recordId, JsonValue value, Type type) {
        try {
            return (T) json.bind(value, type);
        } catch (BindingException e) {
            throw new CommandException(
                    ErrorCode.ETYPE,
                    "Record \"" + recordId + "\" does not fit " + type.getTypeName() + ": " + e.getMessage());
        }
    }
}
