package io.meshws.protocol.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.meshws.protocol.Json;
import jakarta.json.bind.JsonbBuilder;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Collections and maps of an application's own classes, which JSON-B may not be able to build. */
class ContainerObstaclesTest {
    public static final class ClosedItems extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        private ClosedItems() {}
    }

    public abstract static class AbstractItems<T> extends ArrayList<T> {
        private static final long serialVersionUID = 1;
    }

    public static final class ClosedMap extends HashMap<String, String> {
        private static final long serialVersionUID = 1;

        private ClosedMap() {}
    }

    public static class Items extends ArrayList<String> {
        private static final long serialVersionUID = 1;
    }

    public static class Entries extends HashMap<String, String> {
        private static final long serialVersionUID = 1;
    }

    public record HoldingItems(String name, ClosedItems items) {}

    public record HoldingMap(String name, ClosedMap map) {}

    @SuppressWarnings("unused")
    private interface Types {
        ClosedItems closedItems();

        AbstractItems<String> abstractItems();

        ClosedMap closedMap();

        List<HoldingItems> holdingItems();

        HoldingMap holdingMap();

        Items items();

        Map<String, Entries> entries();
    }

    private final JsonBinding binding = new JsonBinding(JsonbBuilder.create());

    private static Type type(String method) throws NoSuchMethodException {
        return Types.class.getDeclaredMethod(method).getGenericReturnType();
    }

    @ParameterizedTest
    @CsvSource({
        "closedItems, ClosedItems, has no public no-argument constructor and is not a record",
        "abstractItems, AbstractItems, is abstract",
        "closedMap, ClosedMap, has no public no-argument constructor and is not a record",
        "holdingItems, ClosedItems, has no public no-argument constructor and is not a record",
        "holdingMap, ClosedMap, has no public no-argument constructor and is not a record"
    })
    void oneThatCannotBeMadeIsNamedWithTheReason(String method, String found, String why) throws Exception {
        assertEquals(
                Optional.of(getClass().getName() + "$" + found + ", which " + why), binding.obstacle(type(method)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"items", "entries"})
    void oneThatCanBeMadeIsNone(String method) throws Exception {
        assertEquals(Optional.empty(), binding.obstacle(type(method)));
    }

    @Test
    void aCallThatNeedsItIsNotTheClientsMistake() {
        Map<String, Type> calls = Map.of("{\"items\":[]}", HoldingItems.class, "{\"map\":{}}", HoldingMap.class);
        calls.forEach((json, type) ->
                assertThrows(IllegalArgumentException.class, () -> binding.bind(Json.readTrusted(json), type), json));
    }
}
