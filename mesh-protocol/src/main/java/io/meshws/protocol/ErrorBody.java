package io.meshws.protocol;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Objects;
import java.util.Optional;

/**
 * The payload of a failed reply: {@code {"error": message, "code": CODE, "name": NAME}}, with {@code "ref"} if the
 * server's log has the details, {@code "version"} if a write lost against another, {@code "retryAfter"} if the client
 * sends too fast, and {@code "limit"} if several limits share the code.
 *
 * @param message for people, never an internal exception's text
 * @param code for programs: an {@link ErrorCode} or an application's own
 * @param name the kind of error
 * @param ref the reference under which the server logged the details, or null
 * @param version the record's current version if the code is {@link ErrorCode#ECONFLICT}, else null
 * @param retryAfter in how many ms the client may try again if the code is {@link ErrorCode#ERATE}, else null
 * @param limit the setting of the limit that was exceeded, if others share its code, else null
 */
public record ErrorBody(
        String message, String code, String name, String ref, Long version, Long retryAfter, String limit) {
    public ErrorBody(String message, String code, String name, String ref) {
        this(message, code, name, ref, null, null);
    }

    public ErrorBody(String message, String code, String name, String ref, Long version, Long retryAfter) {
        this(message, code, name, ref, version, retryAfter, null);
    }

    /** An exception may have no message, and the reply to a request must not fail for that. */
    public ErrorBody {
        message = message == null ? "" : message;
        name = name == null ? "Error" : name;
        Objects.requireNonNull(code, "code");
    }

    /** The same, because this limit was exceeded. */
    public ErrorBody ofLimit(String setting) {
        return new ErrorBody(message, code, name, ref, version, retryAfter, setting);
    }

    /** The JSON text of this body. */
    public String toJson() {
        JsonObjectBuilder body =
                Json.object().add("error", message).add("code", code).add("name", name);
        if (ref != null) {
            body.add("ref", ref);
        }
        if (version != null) {
            body.add("version", version);
        }
        if (retryAfter != null) {
            body.add("retryAfter", retryAfter);
        }
        if (limit != null) {
            body.add("limit", limit);
        }
        return body.build().toString();
    }

    /** Reads a reply's payload as an error if it has the form of one: strings under "error" and "code". */
    public static Optional<ErrorBody> from(JsonValue payload) {
        if (payload instanceof JsonObject object
                && object.get("error") instanceof JsonString error
                && object.get("code") instanceof JsonString code) {
            return Optional.of(new ErrorBody(
                    error.getString(),
                    code.getString(),
                    object.getString("name", "Error"),
                    object.getString("ref", null),
                    number(object, "version"),
                    number(object, "retryAfter"),
                    object.getString("limit", null)));
        }
        return Optional.empty();
    }

    private static Long number(JsonObject object, String member) {
        return object.get(member) instanceof JsonNumber number ? number.longValue() : null;
    }
}
