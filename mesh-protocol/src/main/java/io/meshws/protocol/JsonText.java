package io.meshws.protocol;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Locale;
import java.util.Map;

/**
 * JSON text while it's written. Providers escape different characters, and Parsson 1.1 takes 0.4 µs for each escape, so that
 * a history of control characters would keep a core busy for a third of a second. Half a surrogate pair is always escaped,
 * because UTF-8 has none. Not thread-safe.
 */
final class JsonText {
    /** The escape of each control character. */
    private static final String[] ESCAPES = escapes();

    private final StringBuilder out = new StringBuilder();

    JsonText value(JsonValue value) {
        if (value instanceof JsonRaw.Text) {
            out.append(value);
            return this;
        }
        switch (value.getValueType()) {
            case OBJECT -> object(value.asJsonObject());
            case ARRAY -> array(value.asJsonArray());
            case STRING -> string(((JsonString) value).getString());
            case NUMBER, TRUE, FALSE, NULL -> out.append(value);
        }
        return this;
    }

    private void object(JsonObject object) {
        char separator = '{';
        for (Map.Entry<String, JsonValue> member : object.entrySet()) {
            out.append(separator);
            string(member.getKey());
            out.append(':');
            value(member.getValue());
            separator = ',';
        }
        out.append(object.isEmpty() ? "{}" : "}");
    }

    private void array(JsonArray array) {
        char separator = '[';
        for (JsonValue element : array) {
            out.append(separator);
            value(element);
            separator = ',';
        }
        out.append(array.isEmpty() ? "[]" : "]");
    }

    JsonText string(String text) {
        out.append('"');
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isSurrogate(c) && HalfSurrogates.beginsPair(text, i)) {
                i++;
            } else {
                out.append(text, plain, i);
                escape(c);
                plain = i + 1;
            }
        }
        out.append(text, plain, text.length()).append('"');
        return this;
    }

    private void escape(char c) {
        if (c < ESCAPES.length) {
            out.append(ESCAPES[c]);
        } else if (Character.isSurrogate(c)) {
            out.append("\\u").append(Integer.toHexString(c));
        } else {
            out.append('\\').append(c);
        }
    }

    private static String[] escapes() {
        String[] escapes = new String[' '];
        for (char c = 0; c < escapes.length; c++) {
            escapes[c] = unicode(c);
        }
        escapes['\b'] = "\\b";
        escapes['\f'] = "\\f";
        escapes['\n'] = "\\n";
        escapes['\r'] = "\\r";
        escapes['\t'] = "\\t";
        return escapes;
    }

    private static String unicode(char c) {
        return String.format(Locale.ROOT, "\\u%04x", (int) c);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
