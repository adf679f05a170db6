package io.meshws.protocol.change;

import io.meshws.protocol.Change;
import io.meshws.protocol.Change.Operation;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Json;
import io.meshws.protocol.JsonLimits;
import io.meshws.protocol.MalformedJsonException;
import io.meshws.protocol.patch.JsonPath;
import io.meshws.protocol.patch.PatchFailedException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.Optional;

/** Reads one change from the wire. */
final class EditReader {
    private static final JsonValue ONE = Json.provider().createValue(1L);

    private EditReader() {}

    static Edit read(JsonValue wire) throws ChangeFailedException {
        if (!(wire instanceof JsonObject members)) {
            throw expected("", "an object");
        }
        Operation operation = (members.get("op") instanceof JsonString op
                        ? Operation.ofWireName(op.getString())
                        : Optional.<Operation>empty())
                .orElseThrow(() -> expected(".op", "set, remove, increment, push, pull or patch"));
        JsonPath path = path(members, "path");
        return switch (operation) {
            case SET -> new Edit(operation, path, value(members), null, 0);
            case REMOVE -> new Edit(operation, below(path), null, null, 0);
            case INCREMENT -> new Edit(operation, path, by(members), null, 0);
            case PUSH -> new Edit(operation, path, value(members), null, keep(members));
            case PULL ->
                new Edit(
                        operation,
                        path,
                        value(members),
                        isAbsent(members, "member") ? JsonPath.ROOT : path(members, "member"),
                        0);
            case PATCH -> new Edit(operation, path, object(members), null, 0);
        };
    }

    private static JsonPath path(JsonObject change, String name) throws ChangeFailedException {
        if (!(change.get(name) instanceof JsonString text)) {
            throw expected("." + name, "a JSON pointer");
        }
        String pointer = text.getString();
        if (pointer.length() > Change.MAX_PATH_LENGTH) {
            throw expected("." + name, "at most " + Change.MAX_PATH_LENGTH + " characters");
        }
        try {
            return JsonPath.parse(pointer);
        } catch (PatchFailedException e) {
            throw expected("." + name, "a JSON pointer instead of " + Json.quote(pointer));
        }
    }

    private static JsonPath below(JsonPath path) throws ChangeFailedException {
        if (path.isRoot()) {
            throw expected(".path", "a place inside of the value");
        }
        return path;
    }

    /** JSON null is a value too. */
    private static JsonValue value(JsonObject change) throws ChangeFailedException {
        JsonValue value = change.get("value");
        if (value == null) {
            throw expected(".value", "a value");
        }
        return value;
    }

    private static JsonValue object(JsonObject change) throws ChangeFailedException {
        if (change.get("value") instanceof JsonObject members) {
            return members;
        }
        throw expected(".value", "an object");
    }

    private static JsonValue by(JsonObject change) throws ChangeFailedException {
        if (isAbsent(change, "by")) {
            return ONE;
        }
        if (change.get("by") instanceof JsonNumber by) {
            try {
                JsonLimits.DEFAULT.check(by.toString());
                return by;
            } catch (MalformedJsonException e) {
                throw new ChangeFailedException(e.code(), ".by: " + e.getMessage());
            }
        }
        throw expected(".by", "a number");
    }

    /** 0 keeps all. */
    private static int keep(JsonObject change) throws ChangeFailedException {
        if (isAbsent(change, "keep")) {
            return 0;
        }
        if (change.get("keep") instanceof JsonNumber keep) {
            BigDecimal number = keep.bigDecimalValue().stripTrailingZeros();
            if (number.signum() > 0 && number.scale() <= 0) {
                return number.min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValue();
            }
        }
        throw expected(".keep", "a whole number from 1");
    }

    private static boolean isAbsent(JsonObject change, String name) {
        return change.getOrDefault(name, JsonValue.NULL) == JsonValue.NULL;
    }

    private static ChangeFailedException expected(String where, String what) {
        return new ChangeFailedException(ErrorCode.EPAYLOAD, where + ": expected " + what);
    }
}
