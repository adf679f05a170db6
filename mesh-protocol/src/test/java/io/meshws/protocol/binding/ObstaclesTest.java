package io.meshws.protocol.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.Json;
import jakarta.json.JsonValue;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.adapter.JsonbAdapter;
import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;
import java.lang.reflect.Type;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Types that JSON-B can't build. */
class ObstaclesTest {
    public interface Shaped {
        int area();
    }

    public abstract static class Abstract {
        public int x;
    }

    public static final class Closed {
        public int x;

        private Closed() {}

        static Closed of(int x) {
            Closed closed = new Closed();
            closed.x = x;
            return closed;
        }
    }

    public static final class Demanding {
        public final int x;

        public Demanding(int x) {
            this.x = x;
        }
    }

    /** Needs an instance around it. */
    public final class Inner {
        public int x;
    }

    public record Order(String name, Shaped shape) {}

    public record Page<T>(List<T> items) {}

    /** Each holds one of another type. */
    public record Endless<T>(T value, Endless<List<T>> next) {}

    public record Node(Node next, List<Node> others) {}

    /** Refuses the empty object, which doesn't mean that it can't be built. */
    public record Strict(String name) {
        public Strict {
            Objects.requireNonNull(name);
        }
    }

    public static final class Created {
        final int x;

        private Created(int x) {
            this.x = x;
        }

        @JsonbCreator
        public static Created of(@JsonbProperty("x") int x) {
            return new Created(x);
        }
    }

    public static class ShapedAdapter implements JsonbAdapter<Shaped, Integer> {
        @Override
        public Integer adaptToJson(Shaped shape) {
            return shape.area();
        }

        @Override
        public Shaped adaptFromJson(Integer area) {
            return () -> area;
        }
    }

    public static class ClosedAdapter implements JsonbAdapter<Closed, Map<String, Integer>> {
        @Override
        public Map<String, Integer> adaptToJson(Closed closed) {
            return Map.of("x", closed.x);
        }

        @Override
        public Closed adaptFromJson(Map<String, Integer> members) {
            return Closed.of(members.get("x"));
        }
    }

    @SuppressWarnings("unused")
    private interface Types {
        Shaped ofInterface();

        Abstract ofAbstract();

        Closed closed();

        Demanding demanding();

        Inner inner();

        List<Shaped> list();

        Map<String, Closed[]> map();

        Optional<Abstract> optional();

        Order order();

        Page<Demanding> page();

        Runnable runnable();
    }

    @SuppressWarnings("unused")
    private interface Possible {
        String text();

        CharSequence characters();

        Object any();

        JsonValue json();

        List<Map<String, Integer>> list();

        LocalDate date();

        UUID uuid();

        Thread.State state();

        Node node();

        Strict strict();

        Created created();

        Page<Strict> page();

        Endless<String> endless();

        int[] numbers();

        Number number();

        Optional<Integer> optional();
    }

    private static List<Type> types() {
        return List.of(Types.class.getDeclaredMethods()).stream()
                .map(method -> method.getGenericReturnType())
                .toList();
    }

    private static List<Type> possible() {
        return List.of(Possible.class.getDeclaredMethods()).stream()
                .map(method -> method.getGenericReturnType())
                .toList();
    }

    private static JsonBinding plain() {
        return new JsonBinding(JsonbBuilder.create());
    }

    @ParameterizedTest
    @MethodSource("types")
    void aTypeThatCannotBeMadeIsFound(Type type) {
        assertTrue(plain().obstacle(type).isPresent(), type.getTypeName());
    }

    @ParameterizedTest
    @MethodSource("possible")
    void aTypeThatCanBeMadeIsNone(Type type) {
        assertEquals(Optional.empty(), plain().obstacle(type));
    }

    /** JSON-B finds out while it looks at the members' classes, before it reads anything. */
    @Test
    void aJsonbThatDoesNotKnowRecordsSaysSo() throws ReflectiveOperationException {
        JsonBinding binding = new JsonBinding(YassonWithoutRecords.jsonb());
        assertEquals(
                Optional.of(Node.class.getName() + ", which is a record, and this JSON-B reads none"),
                binding.obstacle(Node.class));
        assertThrows(IllegalArgumentException.class, () -> binding.bind(Json.readTrusted("{}"), Node.class));
        assertEquals(Optional.empty(), binding.obstacle(Obstacles.Simple.class));
    }

    public record Unreadable(String name, StringBuilder text) {}

    public static class HoldingUnreadable {
        public List<Unreadable> items;
    }

    @Test
    void aTypeThatJsonbCannotPrepareForIsFoundAndNotTheClientsMistake() {
        JsonBinding binding = plain();
        for (Type type : List.of(Unreadable.class, HoldingUnreadable.class)) {
            String obstacle = binding.obstacle(type).orElseThrow();
            assertTrue(
                    obstacle.startsWith(Unreadable.class.getName() + ", which it cannot deal with: Error accessing "),
                    obstacle);
            assertThrows(IllegalArgumentException.class, () -> binding.bind(Json.readTrusted("{}"), type));
        }
    }

    @Test
    void itIsNamedWithTheReason() {
        assertEquals(Optional.of(Shaped.class.getName() + ", which is an interface"), plain().obstacle(Order.class));
        assertEquals(Optional.of(Abstract.class.getName() + ", which is abstract"), plain().obstacle(Abstract.class));
        assertEquals(
                Optional.of(
                        Closed.class.getName() + ", which has no public no-argument constructor and is not a record"),
                plain().obstacle(Closed.class));
    }

    @Test
    void theJsonbOfTheApplicationMayKnowHow() throws Exception {
        JsonBinding binding = new JsonBinding(
                JsonbBuilder.create(new JsonbConfig().withAdapters(new ShapedAdapter(), new ClosedAdapter())));
        for (Type type : List.of(Shaped.class, Closed.class, Order.class)) {
            assertEquals(Optional.empty(), binding.obstacle(type));
        }
        assertTrue(binding.obstacle(Abstract.class).isPresent());
        assertEquals(4, ((Shaped) binding.bind(Json.readTrusted("4"), Shaped.class)).area());
        assertEquals(4, ((Closed) binding.bind(Json.readTrusted("{\"x\":4}"), Closed.class)).x);
    }

    @Test
    void aCallThatNeedsItIsNotTheClientsMistake() throws Exception {
        JsonBinding binding = plain();
        for (Class<?> type : List.of(Shaped.class, Abstract.class, Closed.class, Demanding.class, Inner.class)) {
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class, () -> binding.bind(Json.readTrusted("{}"), type), type.getName());
            assertTrue(e.getMessage().contains(type.getName()), e::getMessage);
        }
        assertThrows(
                IllegalArgumentException.class, () -> binding.bind(Json.readTrusted("{\"shape\":{}}"), Order.class));
        assertEquals(new Order("a", null), binding.bind(Json.readTrusted("{\"name\":\"a\"}"), Order.class));
        assertThrows(BindingException.class, () -> binding.bind(Json.readTrusted("{\"name\":{}}"), Order.class));
    }
}
