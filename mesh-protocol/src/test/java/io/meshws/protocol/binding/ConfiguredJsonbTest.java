package io.meshws.protocol.binding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.meshws.protocol.Json;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.adapter.JsonbAdapter;
import jakarta.json.bind.annotation.JsonbTypeAdapter;
import jakarta.json.bind.config.BinaryDataStrategy;
import jakarta.json.bind.config.PropertyNamingStrategy;
import jakarta.json.bind.serializer.DeserializationContext;
import jakarta.json.bind.serializer.JsonbDeserializer;
import jakarta.json.stream.JsonParser;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every value that an application's Jsonb can read is accepted, and becomes that Jsonb's result. */
class ConfiguredJsonbTest {
    public static final class Money {
        private final long cents;

        private Money(long cents) {
            this.cents = cents;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Money that && that.cents == cents;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(cents);
        }
    }

    public record Order(String name, Money price, List<Money> parts) {}

    public static class MoneyAdapter implements JsonbAdapter<Money, String> {
        @Override
        public String adaptToJson(Money money) {
            return money.cents + "c";
        }

        @Override
        public Money adaptFromJson(String text) {
            if (!text.endsWith("c")) {
                throw new IllegalArgumentException(text);
            }
            return new Money(Long.parseLong(text.substring(0, text.length() - 1)));
        }
    }

    public record Point(int x, int y) {}

    /** {@code "1,2"}. */
    public static class PointDeserializer implements JsonbDeserializer<Point> {
        @Override
        public Point deserialize(JsonParser parser, DeserializationContext context, Type type) {
            String[] parts = parser.getString().split(",");
            return new Point(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        }
    }

    /** Yes and no. */
    public static class AnswerAdapter implements JsonbAdapter<Boolean, String> {
        @Override
        public String adaptToJson(Boolean value) {
            return value ? "yes" : "no";
        }

        @Override
        public Boolean adaptFromJson(String text) {
            return text.equals("yes");
        }
    }

    public static class HexAdapter implements JsonbAdapter<Integer, String> {
        @Override
        public String adaptToJson(Integer number) {
            return Integer.toHexString(number);
        }

        @Override
        public Integer adaptFromJson(String text) {
            return Integer.parseInt(text, 16);
        }
    }

    public static class TrimmingAdapter implements JsonbAdapter<String, String> {
        @Override
        public String adaptToJson(String text) {
            return text.strip();
        }

        @Override
        public String adaptFromJson(String text) {
            return text.strip();
        }
    }

    /** Takes whole degrees of any number, on purpose. */
    public record Temperature(int degrees) {}

    public static class TemperatureAdapter implements JsonbAdapter<Temperature, Double> {
        @Override
        public Double adaptToJson(Temperature temperature) {
            return (double) temperature.degrees;
        }

        @Override
        public Temperature adaptFromJson(Double degrees) {
            return new Temperature(degrees.intValue());
        }
    }

    public record Choices(Boolean accepted, Integer number, Temperature outside) {}

    public record Page<T>(List<T> pageItems, int totalCount) {}

    public record Flags(boolean isDone, String firstName) {}

    public record Image(String name, byte[] data) {}

    @SuppressWarnings("unused")
    private Page<Integer> pageOfNumbers;

    @SuppressWarnings("unused")
    private Map<String, List<Money>> prices;

    private static Type typeOf(String field) throws NoSuchFieldException {
        return ConfiguredJsonbTest.class.getDeclaredField(field).getGenericType();
    }

    private static JsonBinding binding(JsonbConfig config) {
        return new JsonBinding(JsonbBuilder.create(config));
    }

    private static Object bind(JsonbConfig config, String json, Type type) throws BindingException {
        return binding(config).bind(Json.readTrusted(json), type);
    }

    private static String refusal(JsonbConfig config, String json, Type type) {
        return assertThrows(BindingException.class, () -> bind(config, json, type), json)
                .getMessage();
    }

    @Test
    void adaptersReadTheFormsThatTheyAccept() throws Exception {
        JsonbConfig config = new JsonbConfig().withAdapters(new MoneyAdapter());

        assertEquals(new Money(12), bind(config, "\"12c\"", Money.class));
        assertEquals(
                new Order("a", new Money(12), List.of(new Money(5))),
                bind(config, "{\"name\":\"a\",\"price\":\"12c\",\"parts\":[\"5c\"]}", Order.class));
        assertEquals(Map.of("a", List.of(new Money(1))), bind(config, "{\"a\":[\"1c\"]}", typeOf("prices")));
    }

    @Test
    void anAdaptersRefusalNamesItsPlaceAndNoGuessAtTheExpectedForm() {
        JsonbConfig config = new JsonbConfig().withAdapters(new MoneyAdapter());

        assertEquals(
                "payload.price: the value does not have the expected form",
                refusal(config, "{\"price\":\"12\"}", Order.class));
        assertEquals(
                "payload.parts[1]: the value does not have the expected form",
                refusal(config, "{\"parts\":[\"1c\",\"x\"]}", Order.class));
        assertEquals("payload: the value does not have the expected form", refusal(config, "\"x\"", Money.class));
    }

    @Test
    void deserializersReadTheFormsThatTheyAccept() throws Exception {
        JsonbConfig config = new JsonbConfig().withDeserializers(new PointDeserializer());

        assertEquals(new Point(1, 2), bind(config, "\"1,2\"", Point.class));
        assertArrayEquals(new Point[] {new Point(1, 2), new Point(3, 4)}, (Point[])
                bind(config, "[\"1,2\",\"3,4\"]", Point[].class));
    }

    @Test
    void adaptersOfNumbersBooleansAndStringsCountForMembersAndForWholePayloads() throws Exception {
        JsonbConfig config = new JsonbConfig()
                .withAdapters(new HexAdapter(), new TrimmingAdapter(), new TemperatureAdapter(), new AnswerAdapter());

        assertEquals(255, bind(config, "\"ff\"", Integer.class));
        assertEquals("a", bind(config, "\" a \"", String.class));
        assertEquals("\"a\"", binding(config).toText(" a "));
        assertEquals("\"ff\"", binding(config).toText(255));
        assertEquals(true, bind(config, "\"yes\"", Boolean.class));
        assertEquals(
                new Choices(false, 16, new Temperature(20)),
                bind(config, "{\"accepted\":\"no\",\"number\":\"10\",\"outside\":20.7}", Choices.class));
        assertEquals(List.of(16), List.of((Integer[]) bind(config, "[\"10\"]", Integer[].class)));
    }

    @Test
    void bytesAreTextIfTheJsonbSaysSo() throws Exception {
        JsonbConfig config = new JsonbConfig().withBinaryDataStrategy(BinaryDataStrategy.BASE_64);

        assertArrayEquals(new byte[] {1, 2, 3}, (byte[]) bind(config, "\"AQID\"", byte[].class));
        Image image = (Image) bind(config, "{\"name\":\"a\",\"data\":\"AQID\"}", Image.class);
        assertArrayEquals(new byte[] {1, 2, 3}, image.data());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PropertyNamingStrategy.IDENTITY,
                PropertyNamingStrategy.LOWER_CASE_WITH_DASHES,
                PropertyNamingStrategy.LOWER_CASE_WITH_UNDERSCORES,
                PropertyNamingStrategy.UPPER_CAMEL_CASE,
                PropertyNamingStrategy.UPPER_CAMEL_CASE_WITH_SPACES
            })
    void numbersAreExactAndTextIsTextUnderEachNamingStrategy(String strategy) throws Exception {
        JsonbConfig config = new JsonbConfig().withPropertyNamingStrategy(strategy);
        Naming naming = Naming.of(JsonbBuilder.create(config)).orElseThrow();
        String items = naming.translate("pageItems");
        String total = naming.translate("totalCount");
        String done = naming.translate("isDone");
        String name = naming.translate("firstName");

        assertEquals(
                new Page<>(List.of(1), 2),
                bind(config, "{\"" + items + "\":[1],\"" + total + "\":2}", typeOf("pageOfNumbers")));
        assertEquals(
                "payload." + items + "[0]: expected an integer from -2147483648 to 2147483647, found the number 1.5",
                refusal(config, "{\"" + items + "\":[1.5],\"" + total + "\":1}", typeOf("pageOfNumbers")));
        assertEquals(
                "payload." + total + ": expected an integer from -2147483648 to 2147483647, found the number 1.5",
                refusal(config, "{\"" + items + "\":[1],\"" + total + "\":1.5}", typeOf("pageOfNumbers")));
        assertEquals(
                "payload." + done + ": expected true or false, found a string",
                refusal(config, "{\"" + done + "\":\"yes\"}", Flags.class));
        assertEquals(
                "payload." + name + ": expected a string, found the number 5",
                refusal(config, "{\"" + name + "\":5}", Flags.class));
    }

    @Test
    void numbersAreExactUnderANamingStrategyOfTheApplication() throws Exception {
        JsonbConfig config =
                new JsonbConfig().withPropertyNamingStrategy(name -> "_" + name.toUpperCase(Locale.ROOT) + "_");

        assertEquals(Optional.empty(), Naming.of(JsonbBuilder.create(config)));
        assertEquals(
                new Page<>(List.of(1), 2),
                bind(config, "{\"_PAGEITEMS_\":[1],\"_TOTALCOUNT_\":2}", typeOf("pageOfNumbers")));
        assertEquals(
                "payload._PAGEITEMS_[1]: expected an integer from -2147483648 to 2147483647, found the number 2.5",
                refusal(config, "{\"_PAGEITEMS_\":[1,2.5]}", typeOf("pageOfNumbers")));
        assertEquals(
                "payload._TOTALCOUNT_: expected an integer from -2147483648 to 2147483647, found the number 1E+10",
                refusal(config, "{\"_TOTALCOUNT_\":1e10}", typeOf("pageOfNumbers")));
        // Ignored, like any member that the class doesn't have.
        assertEquals(new Page<>(null, 0), bind(config, "{\"totalCount\":1.5}", typeOf("pageOfNumbers")));
    }

    @JsonbTypeAdapter(ColourAdapter.class)
    public enum Colour {
        RED,
        GREEN
    }

    public static class ColourAdapter implements JsonbAdapter<Colour, Integer> {
        @Override
        public Integer adaptToJson(Colour colour) {
            return colour.ordinal();
        }

        @Override
        public Colour adaptFromJson(Integer ordinal) {
            return Colour.values()[ordinal];
        }
    }

    public record Paint(Colour colour) {}

    @Test
    void anEnumWithAnAdapterIsReadByTheAdapter() throws Exception {
        assertEquals(Colour.GREEN, bind(new JsonbConfig(), "1", Colour.class));
        assertEquals(new Paint(Colour.RED), bind(new JsonbConfig(), "{\"colour\":0}", Paint.class));
        assertEquals(
                "payload.colour: expected an integer from -2147483648 to 2147483647, found the number 0.5",
                refusal(new JsonbConfig(), "{\"colour\":0.5}", Paint.class));
        assertEquals(
                "payload.colour: the value does not have the expected form",
                refusal(new JsonbConfig(), "{\"colour\":\"BLUE\"}", Paint.class));
    }
}
