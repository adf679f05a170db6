package io.meshws.internal.security;

import io.meshws.CommandException;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Json;
import io.meshws.protocol.JsonLimits;
import io.meshws.protocol.MalformedJsonException;
import jakarta.json.JsonValue;

/**
 * The limit for a kind of value that is kept and sent to others. A value that it accepts can be read from every frame
 * that contains it, and its length is that of the text that is sent. Immutable.
 *
 * @param what the kind of value, as the beginning of a sentence, such as {@code A presence state}
 * @param setting the name of the setting
 * @param maxLength the maximum length in characters
 * @param json how deeply it may be nested, and how long its numbers may be
 */
public record ValueLimit(String what, String setting, int maxLength, JsonLimits json) {

    /** The limit that this setting says, in this configuration. */
    public static ValueLimit of(String what, MeshProperty<Integer> setting, MeshConfig config) {
        return new ValueLimit(
                what, setting.toString(), config.get(setting), json(config).ofKeptValues());
    }

    /** The limits of frames. */
    public static JsonLimits json(MeshConfig config) {
        int maxString = config.get(MeshProperty.MAX_STRING_LENGTH);
        return new JsonLimits(
                config.get(MeshProperty.MAX_DEPTH),
                config.get(MeshProperty.MAX_NUMBER_LENGTH),
                maxString == 0 ? Integer.MAX_VALUE : maxString);
    }

    /** The limit of everything that sets a connection's metadata. */
    public static ValueLimit ofConnectionMetadata(MeshConfig config) {
        return of("The metadata of a connection", MeshProperty.MAX_CONNECTION_METADATA, config);
    }

    /**
     * The JSON text of a value in the form in which it's sent.
     *
     * @throws CommandException {@code ETOOLARGE}, {@code ETOODEEP} or {@code ENUMBER}
     */
    public String text(JsonValue value) {
        String text = Json.text(value);
        checkLength(text);
        try {
            json.check(text);
        } catch (MalformedJsonException e) {
            throw refused(e);
        }
        return text;
    }

    /**
     * Reads a value from its text.
     *
     * @throws CommandException as {@link #text}
     */
    public JsonValue read(String text) {
        checkLength(text);
        try {
            return Json.read(text, json);
        } catch (MalformedJsonException e) {
            throw refused(e);
        }
    }

    private void checkLength(String text) {
        if (text.length() > maxLength) {
            throw new LimitException(ErrorCode.ETOOLARGE
                    .body(what + " must not be longer than " + maxLength + " characters")
                    .ofLimit(setting));
        }
    }

    private CommandException refused(MalformedJsonException e) {
        return new CommandException(e.code(), what + " is refused: " + e.getMessage());
    }
}
