package io.meshws.internal.record;

import io.meshws.protocol.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;

/** The form in which values are in indexes: equal numbers look alike, and long values are replaced by a digest. */
public final class IndexedValue {
    private static final int MAX_LENGTH = 256;

    /** Null, false, true, numbers, strings, then anything else. */
    public static final Comparator<JsonValue> ORDER =
            Comparator.comparingInt(IndexedValue::rank).thenComparing(IndexedValue::compareAlike);

    private IndexedValue() {}

    public static JsonValue of(JsonValue value) {
        if (value instanceof JsonNumber number) {
            BigDecimal decimal = number.bigDecimalValue();
            return Json.provider().createValue(decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros());
        }
        String text = Json.text(value);
        return text.length() <= MAX_LENGTH
                ? value
                : Json.object().add("sha256", digest(text)).build();
    }

    static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int rank(JsonValue value) {
        return switch (value.getValueType()) {
            case NULL -> 0;
            case FALSE -> 1;
            case TRUE -> 2;
            case NUMBER -> 3;
            case STRING -> 4;
            default -> 5;
        };
    }

    private static int compareAlike(JsonValue one, JsonValue other) {
        if (one instanceof JsonNumber number) {
            return number.bigDecimalValue().compareTo(((JsonNumber) other).bigDecimalValue());
        }
        if (one instanceof JsonString text) {
            return text.getString().compareTo(((JsonString) other).getString());
        }
        return Json.text(one).compareTo(Json.text(other));
    }
}
