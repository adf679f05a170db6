package io.meshws.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "false", "0", "-1.5", "\"a \\\"b\\\" {\"", "[]", "{}", "[[1],{\"a\":[]}]"})
    void anyValueMayFillTheText(String text) throws Exception {
        assertEquals(text, Json.read(text, JsonLimits.DEFAULT).toString());
        Json.read(" \n" + text + "\t\r\n ", JsonLimits.DEFAULT);
        for (String more : new String[] {"x", ",", "1", "]", "}", "{}", " null", "\u00a0", "\u0000"}) {
            assertThrows(
                    MalformedJsonException.class, () -> Json.read(text + " " + more, JsonLimits.DEFAULT), text + more);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"truex", "nullnull", "falsey", "tru", "\"a\"b", "1 2", "12x", "[]]", "]", "}{", "fals", "f"})
    void halfAValueOrMoreThanOneIsRefused(String text) {
        assertThrows(MalformedJsonException.class, () -> Json.read(text, JsonLimits.DEFAULT));
    }

    @Test
    void limitsArePositive() {
        assertThrows(IllegalArgumentException.class, () -> new JsonLimits(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new JsonLimits(1, 0));
        assertThrows(IllegalArgumentException.class, () -> new JsonLimits(1, 1, 0));
    }

    @Test
    void limitsCanBeNarrow() throws Exception {
        JsonLimits narrow = new JsonLimits(1, 3);
        assertEquals("[123]", Json.read("[123]", narrow).toString());
        assertThrows(MalformedJsonException.class, () -> Json.read("[[]]", narrow));
        assertThrows(MalformedJsonException.class, () -> Json.read("[1234]", narrow));
    }
}
