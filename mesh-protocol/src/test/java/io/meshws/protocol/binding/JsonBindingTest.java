package io.meshws.protocol.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.meshws.protocol.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbTransient;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonBindingTest extends BindingSetting {
    JsonBindingTest() {
        super(JsonbBuilder.create());
    }

    public enum Colour {
        RED,
        GREEN
    }

    public record Point(int x, int y) {}

    public record Line(Point from, Point to, Colour colour) {}

    public record Node(String name, List<Node> children, Node parent) {}

    public record Renamed(@JsonbProperty("the-name") String name, int age) {}

    public record Maybe(Optional<Integer> number, String text) {}

    public record Mixed(Map<String, List<Integer>> lists, int[] numbers, Set<Colour> colours, Object any) {}

    public static class Bean {
        public static int ignoredStatic = 1;
        private int count;
        private transient int skipped;

        @JsonbTransient
        private String secret = "kept";

        private LocalDate day;

        public int getCount() {
            return count;
        }

        public void setCount(int count) {
            this.count = count;
        }

        public int getSkipped() {
            return skipped;
        }

        public LocalDate getDay() {
            return day;
        }

        public void setDay(LocalDate day) {
            this.day = day;
        }
    }

    public static final class SubBean extends Bean {
        private Point point;

        public Point getPoint() {
            return point;
        }

        public void setPoint(Point point) {
            this.point = point;
        }
    }

    @SuppressWarnings("unused")
    private Map<String, List<Point>> mapOfLists;

    @SuppressWarnings("unused")
    private List<Point>[] arrayOfLists;

    private static Type typeOf(String field) throws NoSuchFieldException {
        return JsonBindingTest.class.getDeclaredField(field).getGenericType();
    }

    @Test
    void simpleTypes() throws Exception {
        assertEquals("text", bind("\"text\"", String.class));
        assertEquals("text", bind("\"text\"", CharSequence.class));
        assertEquals(true, bind("true", boolean.class));
        assertEquals(5, bind("5", int.class));
        assertEquals(5, bind("5", Integer.class));
        assertEquals(5L, bind("5", long.class));
        assertEquals((short) 5, bind("5", short.class));
        assertEquals((byte) -128, bind("-128", byte.class));
        assertEquals(1.5, bind("1.5", double.class));
        assertEquals(1.5f, bind("1.5", Float.class));
        assertEquals(new BigDecimal("1.25"), bind("1.25", BigDecimal.class));
        assertEquals(new BigInteger("123456789012345678901"), bind("123456789012345678901", BigInteger.class));
        assertEquals(Colour.RED, bind("\"RED\"", Colour.class));
        assertEquals(LocalDate.of(2024, 2, 29), bind("\"2024-02-29\"", LocalDate.class));
        assertEquals(Long.MAX_VALUE, bind("9223372036854775807", Long.class));
    }

    @Test
    void anythingMayBeAskedForAsItIs() throws Exception {
        JsonValue object = Json.readTrusted("{\"a\":1}");
        assertSame(object, binding.bind(object, JsonValue.class));
        assertSame(object, binding.bind(object, JsonObject.class));
        assertEquals(JsonValue.NULL, bind("null", JsonValue.class));
        assertEquals("text", bind("\"text\"", Object.class));
        assertEquals(Map.of("a", "b"), bind("{\"a\":\"b\"}", Object.class));
    }

    @Test
    void structures() throws Exception {
        assertEquals(
                new Line(new Point(1, 2), null, Colour.GREEN),
                bind("{\"from\":{\"x\":1,\"y\":2},\"to\":null,\"colour\":\"GREEN\",\"later\":[1]}", Line.class));
        assertEquals(
                Map.of("a", List.of(new Point(1, 2)), "b", List.of()),
                bind("{\"a\":[{\"x\":1,\"y\":2}],\"b\":[]}", typeOf("mapOfLists")));
        assertEquals(
                new Node("r", List.of(new Node("c", null, null)), null),
                bind("{\"name\":\"r\",\"children\":[{\"name\":\"c\"}]}", Node.class));
        Mixed mixed = (Mixed)
                bind("{\"lists\":{\"l\":[1,2]},\"numbers\":[3],\"colours\":[\"RED\"],\"any\":\"x\"}", Mixed.class);
        assertEquals(Map.of("l", List.of(1, 2)), mixed.lists());
        assertEquals(3, mixed.numbers()[0]);
        assertEquals(Set.of(Colour.RED), mixed.colours());
        assertEquals(new Renamed("n", 3), bind("{\"the-name\":\"n\",\"age\":3}", Renamed.class));
        assertEquals(new Maybe(Optional.of(3), "t"), bind("{\"number\":3,\"text\":\"t\"}", Maybe.class));
    }

    @Test
    void beans() throws Exception {
        SubBean bean = (SubBean) bind(
                "{\"count\":2,\"skipped\":\"x\",\"secret\":7,\"ignoredStatic\":\"x\",\"point\":{\"x\":1,\"y\":1},"
                        + "\"day\":\"2024-01-01\"}",
                SubBean.class);
        assertEquals(2, bean.getCount());
        assertEquals(0, bean.getSkipped());
        assertEquals(new Point(1, 1), bean.getPoint());
        assertEquals(
                "payload.count: expected an integer from -2147483648 to 2147483647, found a string",
                refusal("{\"count\":\"2\"}", SubBean.class));
    }

    @Test
    void nullIsNullIfTheTypeHasOne() throws Exception {
        for (Type type : List.of(
                String.class,
                Integer.class,
                Boolean.class,
                Double.class,
                Colour.class,
                Point.class,
                List.class,
                int[].class,
                Object.class,
                Bean.class,
                JsonObject.class,
                typeOf("mapOfLists"))) {
            assertNull(bind("null", type), type.getTypeName());
        }
        for (Class<?> type :
                List.of(int.class, long.class, short.class, byte.class, double.class, float.class, boolean.class)) {
            refusal("null", type);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.5        | the number 1.5",
                "2147483648 | the number 2147483648",
                "1e999      | the number 1E+999",
                "'\"5\"'    | a string",
                "true       | true",
                "null       | null",
                "[]         | an array",
                "{}         | an object"
            })
    void otherNumbersAreNotMadeInts(String json, String found) {
        assertEquals(
                "payload: expected an integer from -2147483648 to 2147483647, found " + found,
                refusal(json, int.class));
    }

    @Test
    void wholeNumbersMayBeWrittenAsDecimals() throws Exception {
        assertEquals(5, bind("5.0", int.class));
        assertEquals(500L, bind("5e2", long.class));
        assertEquals(new Point(1, 200), bind("{\"x\":1.0,\"y\":2e2}", Point.class));
    }

    @Test
    void numbersDoNotOverflow() throws Exception {
        refusal("128", byte.class);
        refusal("-32769", short.class);
        refusal("9223372036854775808", long.class);
        refusal("99999999999", Integer.class);
        refusal("1e400", double.class);
        refusal("-1e400", Double.class);
        refusal("1e39", float.class);
        refusal("0.5", BigInteger.class);
    }

    @Test
    void messagesNameThePlace() throws Exception {
        assertEquals(
                "payload.from.y: expected an integer from -2147483648 to 2147483647, found the number 1.5",
                refusal("{\"from\":{\"x\":1,\"y\":1.5}}", Line.class));
        assertEquals(
                "payload.colour: expected one of RED, GREEN, found a string",
                refusal("{\"colour\":\"BLUE\"}", Line.class));
        assertEquals(
                "payload.children[1].parent: expected an object, found the number 5",
                refusal("{\"children\":[{\"name\":\"a\"},{\"parent\":5}]}", Node.class));
        assertEquals(
                "payload.a[0].x: expected an integer from -2147483648 to 2147483647, found null",
                refusal("{\"a\":[{\"x\":null}]}", typeOf("mapOfLists")));
        assertEquals(
                "payload.lists.l: expected an array, found an object", refusal("{\"lists\":{\"l\":{}}}", Mixed.class));
        assertEquals("payload[0][0]: expected an object, found true", refusal("[[true]]", typeOf("arrayOfLists")));
        assertEquals("payload: expected a string, found an array", refusal("[]", String.class));
        assertEquals("payload: expected true or false, found a string", refusal("\"true\"", boolean.class));
        assertEquals("payload: expected a JsonArray, found an object", refusal("{}", JsonArray.class));
        assertEquals("payload: expected a JsonString, found the number 1", refusal("1", JsonString.class));
        assertEquals("payload: expected a JsonNumber, found a string", refusal("\"1\"", JsonNumber.class));
        assertEquals(
                "payload.age: expected an integer from -2147483648 to 2147483647, found a string",
                refusal("{\"the-name\":\"n\",\"age\":\"3\"}", Renamed.class));
    }

    @Test
    void aRefusalOfJsonBIsABindingFailureToo() {
        refusal("\"2024-02-31\"", LocalDate.class);
        refusal("{\"day\":\"tomorrow\"}", Bean.class);
        refusal("{\"the-name\":{},\"age\":3}", Renamed.class);
        refusal("1", LocalDate.class);
    }

    @Test
    void aRefusalDoesNotRepeatThePayload() {
        String message = refusal("9".repeat(400), int.class);
        assertEquals(true, message.length() < 150, message);
    }
}
