package io.meshws.protocol.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.meshws.protocol.Change;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** However many changes one call makes, they cost little more than one. */
class ChangesCostTest {
    private static final int SIZE = 20_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static JsonValue array(int size) {
        JsonArrayBuilder array = Json.array();
        IntStream.range(0, size).forEach(array::add);
        return Json.object().add("a", array).build();
    }

    private static JsonValue object() {
        JsonObjectBuilder object = Json.object();
        IntStream.range(0, SIZE).forEach(i -> object.add("m" + i, i));
        return Json.object().add("a", object).build();
    }

    private static Changes changes(int count, IntFunction<Change> change) throws ChangeFailedException {
        JsonArrayBuilder wire = Json.array();
        IntStream.range(0, count)
                .mapToObj(change)
                .forEach(each -> wire.add(each.toJson(value -> Json.readTrusted(value.toString()))));
        return Changes.read(wire.build());
    }

    /** In bytes, which don't depend on the load of the machine. */
    private static long cost(JsonValue value, Changes changes) throws ChangeFailedException {
        changes.applyTo(value);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        changes.applyTo(value);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static void assertCheap(JsonValue value, IntFunction<Change> change) throws ChangeFailedException {
        long one = cost(value, changes(1, change));
        long many = cost(value, changes(Change.MAX_CHANGES, change));
        assertTrue(one > SIZE, "it copies the value: " + one);
        assertTrue(many < 2 * one, many + " bytes for " + Change.MAX_CHANGES + ", " + one + " for one");
    }

    @Test
    void aContainerIsCopiedOnceForAllChanges() throws Exception {
        for (IntFunction<Change> change : List.<IntFunction<Change>>of(
                i -> Change.increment("/a/" + i),
                i -> Change.set("/a/" + i, -i),
                i -> Change.remove("/a/0"),
                i -> Change.push("/a", i),
                i -> Change.push("/a", i).keep(SIZE))) {
            assertCheap(array(SIZE), change);
        }
        for (IntFunction<Change> change : List.<IntFunction<Change>>of(
                i -> Change.increment("/a/m" + i),
                i -> Change.set("/a/new" + i, i),
                i -> Change.remove("/a/m" + i),
                i -> Change.patch("/a", "{\"m" + i + "\":-1}"))) {
            assertCheap(object(), change);
        }
    }

    @Test
    void pullsCompareSoManyValuesAndTheFirstHowManyItNeeds() throws Exception {
        JsonArray few = changes(Change.MAX_CHANGES, i -> Change.pull("/a", i))
                .applyTo(array(7_000))
                .asJsonObject()
                .getJsonArray("a");
        assertEquals(7_000 - Change.MAX_CHANGES, few.size());
        JsonArray many = changes(1, i -> Change.pull("/a", i))
                .applyTo(array(2_000_000))
                .asJsonObject()
                .getJsonArray("a");
        assertEquals(2_000_000 - 1, many.size());
        Changes tooMany = changes(Change.MAX_CHANGES, i -> Change.pull("/a", i));
        ChangeFailedException failure =
                assertThrows(ChangeFailedException.class, () -> tooMany.applyTo(array(2 * SIZE)));
        assertEquals(ErrorCode.ETOOLARGE, failure.code());
        assertEquals("changes[13]: pull of \"/a\": these changes compare too many values", failure.getMessage());
    }

    @Test
    void pullsFindElementsOfEarlierChanges() throws Exception {
        JsonValue before = Json.readTrusted("{\"a\":[{\"id\":1,\"l\":[1]},{\"id\":2,\"l\":[1]},{\"id\":3}]}");
        Changes changes = Changes.read(Json.array(List.of(
                Change.increment("/a/0/id", 7).toJson(value -> null),
                Change.push("/a/1/l", 2).toJson(value -> Json.readTrusted("2")),
                Change.pull("/a", "").toJson(value -> Json.readTrusted("{\"l\":[1],\"id\":8}")),
                Change.pullWhere("/a", "/l/1", "").toJson(value -> Json.readTrusted("2.0")))));
        assertEquals("{\"a\":[{\"id\":3}]}", Json.text(changes.applyTo(before)));
    }
}
