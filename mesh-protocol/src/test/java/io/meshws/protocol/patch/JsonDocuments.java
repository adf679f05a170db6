package io.meshws.protocol.patch;

import io.meshws.protocol.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/** Random documents, biased to cases that diffs get wrong, and random edits of them. */
final class JsonDocuments {
    private static final List<String> NAMES = List.of(
            "",
            "a",
            "b",
            "c",
            "~",
            "/",
            "~0",
            "~1",
            "~01",
            "a/b",
            "m~n",
            "//",
            "0",
            "1",
            "-",
            "01",
            " ",
            "é",
            "日本",
            "😀",
            "\"",
            "\\",
            "\u0000",
            "\u2028",
            "constructor");
    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "0.0",
            "1",
            "1.0",
            "1e0",
            "10",
            "1e1",
            "-1",
            "2",
            "0.1",
            "1e-999",
            "1e999",
            "9007199254740993",
            "9007199254740992",
            "-9223372036854775808",
            "9223372036854775808",
            "3.14159265358979323846264338327950288",
            "7".repeat(512));

    private JsonDocuments() {}

    static Arbitrary<JsonValue> values() {
        return values(4);
    }

    static Arbitrary<JsonStructure> structures() {
        return Arbitraries.oneOf(objects(values(3)), arrays(values(3)));
    }

    /** Two documents of the same kind that are otherwise unrelated. */
    static Arbitrary<Tuple2<JsonStructure, JsonStructure>> strangers() {
        Arbitrary<JsonStructure> objects = objects(values(3));
        Arbitrary<JsonStructure> arrays = arrays(values(3));
        return Arbitraries.oneOf(
                Combinators.combine(objects, objects).as(Tuple::of),
                Combinators.combine(arrays, arrays).as(Tuple::of));
    }

    /** A document and its form after a few edits. */
    static Arbitrary<Tuple2<JsonStructure, JsonStructure>> edited() {
        return Combinators.combine(
                        structures(),
                        Arbitraries.longs(),
                        Arbitraries.integers().between(0, 6))
                .as((document, seed, edits) -> {
                    Random random = new Random(seed);
                    JsonStructure after = document;
                    for (int i = 0; i < edits; i++) {
                        after = (JsonStructure) edit(after, random, true);
                    }
                    return Tuple.of(document, after);
                });
    }

    /** Long arrays of few distinct elements, so that much matches in many ways. */
    static Arbitrary<Tuple2<JsonStructure, JsonStructure>> repetitive() {
        Arbitrary<JsonStructure> arrays = Arbitraries.of(
                        "0", "1", "[]", "{}", "{\"a\":1}", "{\"a\":1.0}", "null", "\"\"")
                .list()
                .ofMaxSize(40)
                .map(elements -> (JsonStructure) Json.readTrusted(elements.toString()));
        return Combinators.combine(arrays, arrays).as(Tuple::of);
    }

    private static Arbitrary<JsonValue> values(int depth) {
        return depth == 0
                ? leaves()
                : Arbitraries.lazy(() -> Arbitraries.oneOf(
                        leaves(),
                        leaves(),
                        objects(values(depth - 1)).map(JsonValue.class::cast),
                        arrays(values(depth - 1)).map(JsonValue.class::cast)));
    }

    private static Arbitrary<JsonValue> leaves() {
        return Arbitraries.oneOf(
                Arbitraries.of(JsonValue.NULL, JsonValue.TRUE, JsonValue.FALSE),
                Arbitraries.of(NUMBERS).map(Json::readTrusted),
                Arbitraries.bigDecimals().map(BigDecimal::toString).map(Json::readTrusted),
                Arbitraries.longs().map(n -> Json.readTrusted(n.toString())),
                Arbitraries.of(NAMES).map(Json::string),
                Arbitraries.strings().ofMaxLength(8).map(Json::string));
    }

    private static Arbitrary<String> names() {
        return Arbitraries.frequencyOf(
                Tuple.of(9, Arbitraries.of(NAMES)),
                Tuple.of(1, Arbitraries.strings().ofMaxLength(5)));
    }

    private static Arbitrary<JsonStructure> objects(Arbitrary<JsonValue> members) {
        return Arbitraries.maps(names(), members).ofMaxSize(6).map(JsonDocuments::object);
    }

    private static Arbitrary<JsonStructure> arrays(Arbitrary<JsonValue> elements) {
        return elements.list().ofMaxSize(6).map(JsonDocuments::array);
    }

    static JsonObject object(Map<String, JsonValue> members) {
        JsonObjectBuilder builder = Json.object();
        members.forEach(builder::add);
        return builder.build();
    }

    static JsonArray array(List<JsonValue> elements) {
        JsonArrayBuilder builder = Json.array();
        elements.forEach(builder::add);
        return builder.build();
    }

    private static JsonValue edit(JsonValue value, Random random, boolean root) {
        if (value instanceof JsonObject object && (root || random.nextInt(4) > 0)) {
            return edit(object, random);
        }
        if (value instanceof JsonArray array && (root || random.nextInt(4) > 0)) {
            return edit(array, random);
        }
        return fresh(random);
    }

    private static JsonValue edit(JsonObject object, Random random) {
        Map<String, JsonValue> members = new LinkedHashMap<>(object);
        List<String> present = new ArrayList<>(members.keySet());
        int kind = present.isEmpty() ? 0 : random.nextInt(5);
        String name = present.isEmpty() ? "" : present.get(random.nextInt(present.size()));
        switch (kind) {
            case 0 -> members.put(NAMES.get(random.nextInt(NAMES.size())), fresh(random));
            case 1 -> members.remove(name);
            case 2 -> members.put(name, JsonValue.NULL);
            case 3 -> {
                Collections.shuffle(present, random);
                Map<String, JsonValue> shuffled = new LinkedHashMap<>();
                present.forEach(n -> shuffled.put(n, members.get(n)));
                return object(shuffled);
            }
            default -> members.put(name, edit(members.get(name), random, false));
        }
        return object(members);
    }

    private static JsonValue edit(JsonArray array, Random random) {
        List<JsonValue> elements = new ArrayList<>(array);
        int kind = elements.isEmpty() ? 0 : random.nextInt(5);
        int index = elements.isEmpty() ? 0 : random.nextInt(elements.size());
        switch (kind) {
            case 0 -> elements.add(random.nextInt(elements.size() + 1), fresh(random));
            case 1 -> elements.remove(index);
            case 2 -> Collections.swap(elements, index, random.nextInt(elements.size()));
            case 3 -> elements.add(index, elements.get(random.nextInt(elements.size())));
            default -> elements.set(index, edit(elements.get(index), random, false));
        }
        return array(elements);
    }

    private static JsonValue fresh(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> JsonValue.NULL;
            case 1 -> Json.readTrusted(NUMBERS.get(random.nextInt(NUMBERS.size())));
            case 2 -> Json.string(NAMES.get(random.nextInt(NAMES.size())));
            case 3 -> Json.readTrusted("{\"\":[1,{\"a\":null}]}");
            default -> Json.readTrusted("[[],0]");
        };
    }
}
