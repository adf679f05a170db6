package io.meshws.protocol.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.Json;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the parser with Parsson's parser of text. */
class PayloadParserTest {
    private static final String JSON =
            "{\"a\":{\"b\":[1,\"x\",{\"c\":null}],\"d\":true},\"e\":[],\"f\":{},\"g\":2.50,\"h\":false}";

    private static PayloadParser over(String json) {
        return new PayloadParser(Json.readTrusted(json), false);
    }

    @ParameterizedTest
    @ValueSource(strings = {JSON, "5", "\"x\"", "null", "true", "[]", "{}", "[[[1]],2]"})
    void eventsAndValuesAreThoseOfAText(String json) {
        try (JsonParser expected = Json.provider().createParser(new StringReader(json));
                PayloadParser actual = over(json)) {
            while (expected.hasNext()) {
                assertTrue(actual.hasNext());
                Event event = expected.next();
                assertEquals(event, actual.next());
                assertEquals(event, actual.currentEvent());
                if (event == Event.KEY_NAME || event == Event.VALUE_STRING || event == Event.VALUE_NUMBER) {
                    assertEquals(expected.getString(), actual.getString());
                }
                if (event == Event.VALUE_NUMBER) {
                    assertEquals(expected.getBigDecimal(), actual.getBigDecimal());
                    assertEquals(expected.isIntegralNumber(), actual.isIntegralNumber());
                }
            }
            assertFalse(actual.hasNext());
            assertTrue(actual.isAtEnd());
            assertThrows(NoSuchElementException.class, actual::next);
        }
    }

    /** Goes to a key, acts on the value behind it, and returns where that led. */
    private static String after(JsonParser parser, String key, Consumer<JsonParser> action) {
        while (parser.next() != Event.KEY_NAME || !parser.getString().equals(key)) {
            // Moves to the key.
        }
        parser.next();
        action.accept(parser);
        if (!parser.hasNext()) {
            return "the end";
        }
        Event event = parser.next();
        return event + (event == Event.KEY_NAME ? " " + parser.getString() : "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b", "d", "e", "f", "g"})
    void wholeValuesAreTakenAndSkippedAsOfAText(String key) {
        Consumer<JsonParser> take = JsonParser::getValue;
        Consumer<JsonParser> skip = parser -> {
            parser.skipObject();
            parser.skipArray();
        };
        for (Consumer<JsonParser> action : List.of(take, skip)) {
            assertEquals(
                    after(Json.provider().createParser(new StringReader(JSON)), key, action),
                    after(over(JSON), key, action));
        }
        assertEquals(value(Json.provider().createParser(new StringReader(JSON)), key), value(over(JSON), key));
    }

    private static JsonValue value(JsonParser parser, String key) {
        JsonValue[] value = new JsonValue[1];
        after(parser, key, at -> value[0] = at.getValue());
        return value[0];
    }

    @Test
    void itKnowsItsPlace() {
        PayloadParser parser = over(JSON);
        while (parser.next() != Event.VALUE_NULL) {
            // Moves to it.
        }
        assertEquals("payload.a.b[2].c", parser.place());
    }

    @Test
    void anIntegerIsHadAsItIsOrNotAtAll() {
        for (String number : new String[] {"5", "5.0", "5e0", "50e-1"}) {
            PayloadParser parser = over(number);
            parser.next();
            assertEquals(5, parser.getInt());
            assertEquals(5L, parser.getLong());
        }
        for (String number : new String[] {"5.5", "1e10", "1e400", "1e999999999", "-2147483649"}) {
            PayloadParser parser = over(number);
            parser.next();
            assertThrows(ArithmeticException.class, parser::getInt);
            assertTrue(parser.refusal().getMessage().startsWith("payload: expected an integer from"), number);
            assertEquals(new BigDecimal(number), parser.getBigDecimal());
        }
    }

    @Test
    void anAbsentValueCannotBeHad() {
        PayloadParser parser = over("[\"x\"]");
        assertThrows(IllegalStateException.class, parser::getString);
        assertThrows(IllegalStateException.class, parser::getValue);
        parser.next();
        assertThrows(IllegalStateException.class, parser::getObject);
        assertThrows(IllegalStateException.class, parser::getInt);
        parser.next();
        assertThrows(IllegalStateException.class, parser::getBigDecimal);
        assertThrows(IllegalStateException.class, parser::getArray);
        assertEquals(Json.string("x"), parser.getValue());
    }
}
