package io.meshws.protocol;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.util.Collection;
import java.util.Map;

/**
 * JSON-P with its provider looked up once. The static factories of {@code jakarta.json.Json} search every jar of the
 * deployment on each call, which costs more than everything else that happens to a frame.
 */
public final class Json {
    private static final JsonProvider PROVIDER = JsonProvider.provider();
    private static final JsonReaderFactory READERS = PROVIDER.createReaderFactory(Map.of());
    private static final JsonBuilderFactory BUILDERS = PROVIDER.createBuilderFactory(Map.of());

    private Json() {}

    /**
     * Reads one JSON value that fills the text.
     *
     * @throws MalformedJsonException if the text isn't JSON, or breaks a limit
     */
    public static JsonValue read(String text, JsonLimits limits) throws MalformedJsonException {
        limits.check(text);
        try (JsonReader reader = READERS.createReader(new StringReader(text))) {
            return reader.readValue();
        } catch (JsonException | IllegalStateException e) {
            throw new MalformedJsonException(ErrorCode.EBADFRAME, "Not valid JSON");
        }
    }

    /** Reads JSON that this system wrote itself; anything else is a defect. */
    public static JsonValue readTrusted(String text) {
        try (JsonReader reader = READERS.createReader(new StringReader(text))) {
            return reader.readValue();
        }
    }

    public static JsonObjectBuilder object() {
        return BUILDERS.createObjectBuilder();
    }

    public static JsonArrayBuilder array() {
        return BUILDERS.createArrayBuilder();
    }

    public static JsonArray array(Collection<? extends JsonValue> elements) {
        return BUILDERS.createArrayBuilder(elements).build();
    }

    /** The text as a JSON string literal in the form in which it's sent, quotes included. */
    public static String quote(String text) {
        return new JsonText().string(text).toString();
    }

    /** The text of a literal that {@link #quote} made. */
    public static String unquote(String literal) {
        return literal.indexOf('\\') < 0
                ? literal.substring(1, literal.length() - 1)
                : ((JsonString) readTrusted(literal)).getString();
    }

    /**
     * The JSON text of a value in the form in which it's sent. Limits on length count the characters of this text:
     * U+0001 counts six, as {@code \\u0001}, and so does half a surrogate pair.
     */
    public static String text(JsonValue value) {
        // Null has one text, not a copy for everything that keeps it.
        return JsonValue.NULL.equals(value)
                ? "null"
                : new JsonText().value(value).toString();
    }

    /**
     * A value made of JSON text in the form in which it's sent. The text is sent unchanged, and parsed if somebody
     * looks inside.
     */
    public static JsonValue raw(String text) {
        return switch (text.charAt(0)) {
            case '{' -> JsonRaw.of(text, JsonObject.class);
            case '[' -> JsonRaw.of(text, JsonArray.class);
            case '"' -> literal(text);
            default -> readTrusted(text);
        };
    }

    /**
     * A string whose literal {@link #quote} made. The literal is sent unchanged, and decoded if somebody asks for its
     * text.
     */
    public static JsonString literal(String literal) {
        return new JsonLiteral(literal);
    }

    /** The number of bytes that the text takes in UTF-8. Half a surrogate pair counts three. */
    public static long utf8Length(String text) {
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                bytes += c < 0x800 || Character.isSurrogate(c) && HalfSurrogates.isInPair(text, i) ? 1 : 2;
            }
        }
        return bytes;
    }

    public static JsonValue string(String text) {
        return PROVIDER.createValue(text);
    }

    public static JsonProvider provider() {
        return PROVIDER;
    }

    /** Names a value for a message to a person, such as {@code an array} or {@code the number 5}. */
    public static String describe(JsonValue value) {
        if (value instanceof JsonStructure) {
            return value instanceof JsonArray ? "an array" : "an object";
        }
        if (value instanceof JsonString) {
            return "a string";
        }
        if (value instanceof JsonNumber) {
            return "the number " + abbreviated(value.toString());
        }
        return value == JsonValue.NULL ? "null" : value.toString();
    }

    private static String abbreviated(String text) {
        return text.length() <= 32 ? text : text.substring(0, 32) + "…";
    }
}
