package io.meshws.protocol.binding;

import io.meshws.protocol.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParser;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/**
 * Feeds a JSON value to JSON-B as a text parser does, but exactly: a caller that asks for an {@code int} or {@code
 * long} gets that number or an exception, never a truncated one. So JSON-B itself decides when it needs an integer. The
 * parser always knows its place in the payload.
 */
final class PayloadParser implements JsonParser {
    private final JsonValue root;
    private final boolean wholeNumbersAsDigits;
    private final Deque<Level> levels = new ArrayDeque<>();
    private Event event;
    /** The value at the current event; the last one after the end of an object or array. */
    private JsonValue value;

    private BindingException refusal;

    /**
     * @param wholeNumbersAsDigits whether {@code 5.0} and {@code 1e21} read as text are digits only
     */
    PayloadParser(JsonValue root, boolean wholeNumbersAsDigits) {
        this.root = root;
        this.wholeNumbersAsDigits = wholeNumbersAsDigits;
    }

    /** An object or array that has begun and not ended. */
    private static final class Level {
        private final Iterator<Map.Entry<String, JsonValue>> members;
        private final Iterator<JsonValue> items;
        /** The member that the parser is at; null before the first. */
        private Map.Entry<String, JsonValue> member;
        /** The item that the parser is at; -1 before the first. */
        private int index = -1;

        Level(JsonValue structure) {
            members = structure instanceof JsonObject object ? object.entrySet().iterator() : null;
            items = structure instanceof JsonArray array ? array.iterator() : null;
        }

        boolean isObject() {
            return members != null;
        }

        @Override
        public String toString() {
            if (isObject()) {
                return member == null ? "" : "." + member.getKey();
            }
            return index < 0 ? "" : "[" + index + "]";
        }
    }

    /** The parser's place, such as {@code payload.items[0]}. */
    String place() {
        StringBuilder place = new StringBuilder("payload");
        levels.descendingIterator().forEachRemaining(place::append);
        return place.toString();
    }

    /** The last number that was refused because it isn't the requested integer; null if there was none. */
    BindingException refusal() {
        return refusal;
    }

    /** Whether the whole value was read. */
    boolean isAtEnd() {
        return event != null && levels.isEmpty();
    }

    /** Whether the current value is an integer written with decimals or an exponent. */
    boolean isAtDisguisedInteger() {
        return event == Event.VALUE_NUMBER
                && value instanceof JsonNumber number
                && !Numbers.text(number).equals(number.toString());
    }

    @Override
    public boolean hasNext() {
        return event == null || !levels.isEmpty();
    }

    @Override
    public Event next() {
        if (event == null) {
            return at(root);
        }
        Level level = levels.peek();
        if (level == null) {
            throw new NoSuchElementException("The payload has ended");
        }
        if (!level.isObject()) {
            if (!level.items.hasNext()) {
                return end(Event.END_ARRAY);
            }
            level.index++;
            return at(level.items.next());
        }
        if (event == Event.KEY_NAME) {
            return at(level.member.getValue());
        }
        if (!level.members.hasNext()) {
            return end(Event.END_OBJECT);
        }
        level.member = level.members.next();
        event = Event.KEY_NAME;
        return event;
    }

    private Event at(JsonValue next) {
        value = next;
        event = switch (next.getValueType()) {
            case OBJECT -> Event.START_OBJECT;
            case ARRAY -> Event.START_ARRAY;
            case STRING -> Event.VALUE_STRING;
            case NUMBER -> Event.VALUE_NUMBER;
            case TRUE -> Event.VALUE_TRUE;
            case FALSE -> Event.VALUE_FALSE;
            case NULL -> Event.VALUE_NULL;
        };
        if (event == Event.START_OBJECT || event == Event.START_ARRAY) {
            levels.push(new Level(next));
        }
        return event;
    }

    private Event end(Event end) {
        levels.pop();
        event = end;
        return end;
    }

    @Override
    public Event currentEvent() {
        return event;
    }

    @Override
    public String getString() {
        if (event == Event.KEY_NAME) {
            return levels.element().member.getKey();
        }
        if (event == Event.VALUE_STRING) {
            return ((JsonString) value).getString();
        }
        JsonNumber number = number();
        return wholeNumbersAsDigits ? Numbers.text(number) : number.toString();
    }

    @Override
    public boolean isIntegralNumber() {
        return number().isIntegral();
    }

    @Override
    public int getInt() {
        return (int) whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    @Override
    public long getLong() {
        return whole(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private long whole(long min, long max) {
        JsonNumber number = number();
        if (!Numbers.isWhole(number, min, max)) {
            refusal = BindingException.at(place(), Numbers.whole(min, max), Json.describe(number));
            throw new ArithmeticException(refusal.getMessage());
        }
        return number.bigDecimalValue().longValueExact();
    }

    @Override
    public BigDecimal getBigDecimal() {
        return number().bigDecimalValue();
    }

    private JsonNumber number() {
        if (event != Event.VALUE_NUMBER) {
            throw new IllegalStateException("Not at a number: " + event);
        }
        return (JsonNumber) value;
    }

    @Override
    public JsonLocation getLocation() {
        return NowhereInAText.INSTANCE;
    }

    @Override
    public JsonValue getValue() {
        if (event == Event.START_OBJECT) {
            return getObject();
        }
        if (event == Event.START_ARRAY) {
            return getArray();
        }
        if (event == Event.KEY_NAME) {
            return Json.string(getString());
        }
        if (event == null || event == Event.END_OBJECT || event == Event.END_ARRAY) {
            throw new IllegalStateException("Not at a value: " + event);
        }
        return value;
    }

    @Override
    public JsonObject getObject() {
        if (event != Event.START_OBJECT) {
            throw new IllegalStateException("Not at an object: " + event);
        }
        end(Event.END_OBJECT);
        return (JsonObject) value;
    }

    @Override
    public JsonArray getArray() {
        if (event != Event.START_ARRAY) {
            throw new IllegalStateException("Not at an array: " + event);
        }
        end(Event.END_ARRAY);
        return (JsonArray) value;
    }

    @Override
    public Stream<JsonValue> getArrayStream() {
        return getArray().stream();
    }

    @Override
    public Stream<Map.Entry<String, JsonValue>> getObjectStream() {
        return getObject().entrySet().stream();
    }

    @Override
    public Stream<JsonValue> getValueStream() {
        return Stream.of(getValue());
    }

    @Override
    public void skipArray() {
        if (!levels.isEmpty() && !levels.element().isObject()) {
            end(Event.END_ARRAY);
        }
    }

    @Override
    public void skipObject() {
        if (!levels.isEmpty() && levels.element().isObject()) {
            end(Event.END_OBJECT);
        }
    }

    @Override
    public void close() {}

    /** The payload is no longer text, so there's no line or column. */
    private enum NowhereInAText implements JsonLocation {
        INSTANCE;

        @Override
        public long getLineNumber() {
            return -1;
        }

        @Override
        public long getColumnNumber() {
            return -1;
        }

        @Override
        public long getStreamOffset() {
            return -1;
        }
    }
}
