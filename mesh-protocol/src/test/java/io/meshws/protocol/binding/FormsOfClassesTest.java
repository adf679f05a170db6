package io.meshws.protocol.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbSubtype;
import jakarta.json.bind.annotation.JsonbTransient;
import jakarta.json.bind.annotation.JsonbTypeInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Classes for which JSON-B reads something else than their fields suggest. */
class FormsOfClassesTest extends BindingSetting {
    FormsOfClassesTest() {
        super(JsonbBuilder.create());
    }

    public static class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1L;
        public int ignored;
    }

    public static class Counts extends HashMap<String, Integer> {
        private static final long serialVersionUID = 1L;
        public int ignored;
    }

    public record Lists(Names names, Counts counts) {}

    /** Built from text, kept as a number. */
    public static class Created {
        public final int number;

        private Created(int number) {
            this.number = number;
        }

        @JsonbCreator
        public static Created of(@JsonbProperty("number") String text) {
            return new Created(Integer.parseInt(text, 16));
        }
    }

    /** The creator asks for whole numbers, regardless of the component's type. */
    public record Rounded(String shown) {
        @JsonbCreator
        public static Rounded of(@JsonbProperty("shown") int number) {
            return new Rounded("<" + number + ">");
        }
    }

    public static class Tags {
        private List<String> tags = List.of();

        public List<String> getTags() {
            return tags;
        }

        public void setTags(String commaSeparated) {
            tags = List.of(commaSeparated.split(","));
        }
    }

    public static class Counted {
        private String text;

        public void setCount(int count) {
            text = "count " + count;
        }
    }

    /** An annotation on a getter applies to writing. */
    public static class Shown {
        private boolean done;

        @JsonbProperty("is-done")
        public boolean isDone() {
            return done;
        }

        public void setDone(boolean done) {
            this.done = done;
        }
    }

    public static class OnGetter {
        private int count = 7;

        @JsonbTransient
        public int getCount() {
            return count;
        }

        public void setCount(int count) {
            this.count = count;
        }
    }

    /** JSON-B doesn't see the field, so a value under its name doesn't matter. */
    public static class Private {
        private int count = 7;
        private boolean done;
        private List<String> texts;
        public String name;
    }

    @JsonbTypeInfo(key = "kind", value = @JsonbSubtype(alias = "circle", type = Circle.class))
    public interface Shape {}

    public static class Circle implements Shape {
        public int radius;
    }

    public static class Base<T> {
        private T value;

        public T getValue() {
            return value;
        }

        public void setValue(T value) {
            this.value = value;
        }
    }

    public static class OfNumber extends Base<Integer> {}

    public static class OfTruth extends Base<Boolean> {}

    @Test
    void subclassesOfCollectionsAreCollections() throws Exception {
        Names names = (Names) bind("[\"a\",\"b\"]", Names.class);
        assertEquals(List.of("a", "b"), names);
        Counts counts = (Counts) bind("{\"a\":1}", Counts.class);
        assertEquals(Map.of("a", 1).toString(), counts.toString());
        Lists lists = (Lists) bind("{\"names\":[\"a\"],\"counts\":{\"b\":2}}", Lists.class);
        assertEquals(List.of("a"), lists.names());
        assertEquals("{b=2}", lists.counts().toString());
    }

    @Test
    void aCreatorDefinesItsForms() throws Exception {
        assertEquals(255, ((Created) bind("{\"number\":\"ff\"}", Created.class)).number);
        assertEquals(new Rounded("<5>"), bind("{\"shown\":5}", Rounded.class));
        assertEquals(
                "payload.shown: expected an integer from -2147483648 to 2147483647, found the number 5.5",
                refusal("{\"shown\":5.5}", Rounded.class));
    }

    @Test
    void aSetterDefinesItsForm() throws Exception {
        assertEquals(List.of("a", "b"), ((Tags) bind("{\"tags\":\"a,b\"}", Tags.class)).getTags());
        assertEquals("count 5", ((Counted) bind("{\"count\":5.0}", Counted.class)).text);
        assertEquals(
                "payload.count: expected an integer from -2147483648 to 2147483647, found the number 5.5",
                refusal("{\"count\":5.5}", Counted.class));
    }

    @Test
    void anAnnotationOnAGetterLeavesReadingToJsonb() throws Exception {
        Alone expected = new Alone();
        for (String json :
                List.of("{\"done\":true}", "{\"is-done\":true}", "{\"done\":\"x\"}", "{\"is-done\":\"x\"}")) {
            assertEquals(expected.read(json, Shown.class).isDone(), ((Shown) bind(json, Shown.class)).isDone(), json);
        }
        for (String json : List.of("{\"count\":3}", "{\"count\":\"3\"}", "{}")) {
            assertEquals(
                    expected.read(json, OnGetter.class).getCount(),
                    ((OnGetter) bind(json, OnGetter.class)).getCount(),
                    json);
        }
    }

    /** JSON-B alone. */
    private static final class Alone {
        <T> T read(String json, Class<T> type) {
            return JsonbBuilder.create().fromJson(json, type);
        }
    }

    @Test
    void aPrivateFieldThatJsonbIgnoresTakesAnything() throws Exception {
        Private read =
                (Private) bind("{\"count\":1.5,\"done\":\"x\",\"texts\":{\"a\":[]},\"name\":\"n\"}", Private.class);
        assertEquals(7, read.count);
        assertEquals(false, read.done);
        assertEquals(null, read.texts);
        assertEquals("n", read.name);
    }

    @Test
    void aTypeIsChosenByTheJson() throws Exception {
        assertEquals(2, ((Circle) bind("{\"kind\":\"circle\",\"radius\":2}", Shape.class)).radius);
        refusal("{\"kind\":\"circle\",\"radius\":2.5}", Shape.class);
    }

    @Test
    void anInheritedGenericMemberIsExact() throws Exception {
        assertEquals(5, ((OfNumber) bind("{\"value\":5}", OfNumber.class)).getValue());
        refusal("{\"value\":5.5}", OfNumber.class);
        refusal("{\"value\":\"x\"}", OfTruth.class);
    }
}
