package io.meshws.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.conformance.Values.Sender;
import io.meshws.protocol.Json;
import jakarta.json.JsonValue;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {
    private final Values values = new Values();

    @BeforeEach
    void bind() {
        values.bind("ada", Json.string("c1"));
        values.bind("count", Json.readTrusted("7"));
    }

    private Optional<String> mismatch(String template, String actual, Sender sender) {
        return values.mismatch(Json.readTrusted(template), Json.readTrusted(actual), sender);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1; 1.0",
                "'\"${ada}\"'; '\"c1\"'",
                "'\"room:${ada}\"'; '\"room:c1\"'",
                "'\"${count}\"'; 7",
                "'{\"${ada}\": 1}'; '{\"c1\": 1}'",
                "'{\"$like\": 5}'; 6",
                "'{\"$like\": true}'; false",
                "'{\"$set\": [1, \"${ada}\"]}'; '[\"c1\", 1]'",
                "'{\"a\": 1, \"$optional\": {\"b\": 2}}'; '{\"a\": 1}'",
                "'{\"a\": 1, \"$optional\": {\"b\": 2}}'; '{\"a\": 1, \"b\": 2}'"
            })
    void matches(String template, String actual) {
        for (Sender sender : Sender.values()) {
            assertEquals(Optional.empty(), mismatch(template, actual, sender));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1; 2",
                "1; '\"1\"'",
                "'\"${ada}\"'; '\"c2\"'",
                "'{\"$like\": 5}'; '\"5\"'",
                "'{\"$set\": [1, 1]}'; '[1, 2]'",
                "'{\"$set\": [1]}'; '[1, 2]'",
                "'[1, 2]'; '[2, 1]'",
                "'{\"a\": 1}'; '{}'",
                "'{\"a\": 1}'; '{\"a\": 1, \"b\": 2}'",
                "'{\"$optional\": {\"b\": 2}}'; '{\"b\": 3}'",
                "'{}'; '[]'"
            })
    void differs(String template, String actual) {
        for (Sender sender : Sender.values()) {
            assertTrue(mismatch(template, actual, sender).isPresent());
        }
    }

    @Test
    void nullCountsAsAbsentOnlyInClientsMessages() {
        assertEquals(Optional.empty(), mismatch("{\"a\": null}", "{\"b\": null}", Sender.CLIENT));
        assertTrue(mismatch("{\"a\": null}", "{}", Sender.SERVER).isPresent());
        assertTrue(mismatch("{}", "{\"b\": null}", Sender.SERVER).isPresent());
    }

    @Test
    void aValueThatTheSenderChoseStaysTheSame() {
        String template = "{\"$like\": \"k1\", \"$as\": \"epoch\"}";
        assertEquals(Optional.empty(), mismatch(template, "\"k7\"", Sender.SERVER));
        assertTrue(mismatch(template, "\"k8\"", Sender.SERVER).isPresent());
        assertEquals(Json.string("k7"), values.filled(Json.readTrusted(template)));
    }

    @Test
    void aValueThatDoesNotMatchNamesNothing() {
        String named = "[{\"$like\": \"k1\", \"$as\": \"epoch\"}, 1]";
        assertTrue(mismatch(named, "[\"k7\", 2]", Sender.SERVER).isPresent());
        JsonValue epoch = Json.string("${epoch}");
        assertThrows(IllegalArgumentException.class, () -> values.filled(epoch));
    }

    @Test
    void aSentFrameHasTheExamplesAndNothingOptional() {
        assertEquals(
                "{\"id\":\"c1\",\"at\":5,\"in\":[1]}",
                values.filled(
                                Json.readTrusted(
                                        """
                                        {"id": "${ada}", "at": {"$like": 5}, "in": {"$set": [1]}, "$optional": {"by": 1}}"""))
                        .toString());
    }
}
