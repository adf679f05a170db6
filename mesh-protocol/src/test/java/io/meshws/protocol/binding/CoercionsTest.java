package io.meshws.protocol.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.bind.JsonbBuilder;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON that JSON-B would silently distort is refused, and the message names its place. */
class CoercionsTest extends BindingSetting {
    private static final String INT = "expected an integer from -2147483648 to 2147483647";

    CoercionsTest() {
        super(JsonbBuilder.create());
    }

    public record Page<T>(List<T> items, int total) {}

    public record Point(int x, int y) {}

    public record All(
            Integer number,
            Optional<Long> maybe,
            OptionalInt small,
            OptionalLong large,
            OptionalDouble decimal,
            Boolean truth,
            char letter,
            String text,
            BigInteger big,
            BigDecimal exact,
            short little,
            double fraction,
            float less,
            Map<String, Integer> counts,
            Set<Boolean> truths,
            Set<String> texts,
            List<Point> points,
            int[] numbers,
            JsonObject json,
            List<JsonArray> arrays) {}

    /** Read by setters, which JSON-B calls for everything inside an array too. */
    public static class Bean {
        private int count;
        private String text;

        public int getCount() {
            return count;
        }

        public void setCount(int count) {
            this.count = count;
        }

        public String getText() {
            return text;
        }

        public void setText(String text) {
            this.text = text;
        }
    }

    @SuppressWarnings("unused")
    private interface Types {
        Page<Integer> page();

        Page<? extends Integer> wildcard();

        List<Page<Long>> pages();

        Map<Thread.State, Integer> byState();

        List<Integer> numbers();

        Optional<Integer> maybe();

        LinkedHashSet<String> texts();
    }

    private static Type type(String name) throws NoSuchMethodException {
        return Types.class.getDeclaredMethod(name).getGenericReturnType();
    }

    @Test
    void numbersInAGenericRecordAreExact() throws Exception {
        assertEquals(new Page<>(List.of(1), 1), bind("{\"items\":[1],\"total\":1}", type("page")));
        assertEquals(
                "payload.items[0]: " + INT + ", found the number 1.5",
                refusal("{\"items\":[1.5],\"total\":1.5}", type("page")));
        assertEquals(
                "payload.total: " + INT + ", found the number 1.5",
                refusal("{\"items\":[1],\"total\":1.5}", type("page")));
        assertEquals(
                "payload.items[1]: " + INT + ", found the number 99999999999",
                refusal("{\"items\":[1,99999999999]}", type("wildcard")));
        assertEquals(
                "payload[1].items[0]: expected an integer from -9223372036854775808 to 9223372036854775807, found the number"
                        + " 0.5",
                refusal("[{\"items\":[]},{\"items\":[0.5]}]", type("pages")));
        assertEquals("payload.NEW: " + INT + ", found the number 1.5", refusal("{\"NEW\":1.5}", type("byState")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "number   | '\"5\"'            | a string",
                "number   | [5]                | an array",
                "number   | 1e999              | the number 1E+999",
                "maybe    | 0.5                | the number 0.5",
                "small    | 0.5                | the number 0.5",
                "large    | '\"5\"'            | a string",
                "decimal  | '\"5\"'            | a string",
                "truth    | '\"yes\"'          | a string",
                "truth    | '\"true\"'         | a string",
                "truth    | 1                  | the number 1",
                "letter   | '\"ab\"'           | a string",
                "letter   | 5                  | the number 5",
                "text     | 5                  | the number 5",
                "text     | true               | true",
                "big      | '\"5\"'            | a string",
                "big      | 0.5                | the number 0.5",
                "exact    | '\"5.0\"'          | a string",
                "little   | 70000              | the number 70000",
                "fraction | 1e400              | the number 1E+400",
                "fraction | '\"1.5\"'          | a string",
                "less     | 1e39               | the number 1E+39",
                "json     | []                 | an array"
            })
    void aMemberIsNeverCoerced(String name, String json, String found) {
        String message = refusal("{\"" + name + "\":" + json + "}", All.class);
        assertEquals(true, message.startsWith("payload." + name + ": expected "), message);
        assertEquals(true, message.endsWith(", found " + found), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"counts\":{\"a\":1,\"b\":\"2\"}}    | payload.counts.b: expected an integer from",
                "{\"truths\":[true,\"no\"]}            | payload.truths[1]: expected true or false",
                "{\"texts\":[\"a\",7]}                 | payload.texts[1]: expected a string",
                "{\"points\":[5,{\"x\":1,\"y\":2}]}    | payload.points[0]: expected an object, found the number 5",
                "{\"numbers\":[1,\"2\"]}               | payload.numbers[1]: expected an integer from",
                "{\"arrays\":[{}]}                     | payload.arrays[0]: expected a JsonArray, found an object"
            })
    void nothingWithinAMemberIsCoerced(String json, String start) {
        String message = refusal(json, All.class);
        assertEquals(true, message.startsWith(start), message);
    }

    @Test
    void anArrayIsNotTakenForItsElement() throws Exception {
        refusal("[[1,2],3]", type("numbers"));
        refusal("[[1]]", type("numbers"));
        refusal("{\"count\":[5]}", Bean.class);
        refusal("{\"text\":[\"x\"]}", Bean.class);
        assertEquals(List.of(1, 2), bind("[1,2]", type("numbers")));
    }

    @Test
    void nullIsTheEmptyOptional() throws Exception {
        assertEquals(Optional.empty(), bind("null", type("maybe")));
        assertEquals(Optional.empty(), bind("null", Optional.class));
        assertEquals(OptionalInt.empty(), bind("null", OptionalInt.class));
        assertEquals(OptionalLong.empty(), bind("null", OptionalLong.class));
        assertEquals(OptionalDouble.empty(), bind("null", OptionalDouble.class));
        assertEquals(Optional.of(5), bind("5", type("maybe")));
        assertEquals(OptionalInt.of(5), bind("5.0", OptionalInt.class));
        refusal("1.5", type("maybe"));
        refusal("1.5", OptionalInt.class);
        refusal("\"5\"", OptionalLong.class);
        refusal("null", char.class);
    }

    @Test
    void aWholeNumberMayBeWrittenInAnyWay() throws Exception {
        BigInteger large = new BigInteger("1000000000000000000000");
        assertEquals(BigInteger.valueOf(5), bind("5.0", BigInteger.class));
        assertEquals(large, bind("1e+21", BigInteger.class));
        assertEquals((short) 500, bind("5e2", short.class));
        assertEquals((byte) 5, bind("5.00", Byte.class));
        All all = (All) bind("{\"big\":1e21,\"little\":5.0,\"number\":5.0,\"exact\":5.0}", All.class);
        assertEquals(large, all.big());
        assertEquals(5, all.little());
        assertEquals(5, all.number());
        assertEquals(0, all.exact().compareTo(BigDecimal.valueOf(5)));
        // Only if JSON-B asks for an integer.
        assertEquals(new BigDecimal("5.0"), ((All) bind("{\"exact\":5.0}", All.class)).exact());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "-1e999999999", "1e-999999999"})
    void anEnormousExponentTakesNoTime(String number) {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (Class<?> type : List.of(BigInteger.class, int.class, long.class, short.class, Byte.class)) {
                refusal(number, type);
            }
            refusal("{\"big\":" + number + ",\"exact\":" + number + "}", All.class);
            refusal("{\"counts\":{\"a\":" + number + "}}", All.class);
        });
    }

    @Test
    void manyItemsTakeNoTimeOfTheirOwn() throws Exception {
        StringBuilder json = new StringBuilder("[\"0\"");
        for (int i = 1; i < 100_000; i++) {
            json.append(",\"").append(i).append('"');
        }
        String items = json + "]";
        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertEquals(100_000, ((Set<?>) bind(items, type("texts"))).size()));
    }

    @Test
    void unknownPropertiesAreIgnored() throws Exception {
        assertEquals(new Point(1, 2), bind("{\"x\":1,\"y\":2,\"z\":1.5,\"w\":[{}]}", Point.class));
    }
}
