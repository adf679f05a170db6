package io.meshws.protocol.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** With a Jsonb that can do no more than JSON-B specifies: another provider, or one that an application wraps. */
class TextOnlyJsonbTest extends BindingSetting {
    TextOnlyJsonbTest() {
        super(textOnly(JsonbBuilder.create()));
    }

    public record Page(List<Integer> items, long total, Map<String, Integer> counts) {}

    private static Jsonb textOnly(Jsonb jsonb) {
        return (Jsonb) Proxy.newProxyInstance(
                TextOnlyJsonbTest.class.getClassLoader(), new Class<?>[] {Jsonb.class}, (proxy, method, arguments) -> {
                    try {
                        return method.invoke(jsonb, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void valuesAreRead() throws Exception {
        assertEquals(
                new Page(List.of(1), 2, Map.of("a", 3)),
                bind("{\"items\":[1],\"total\":2.0,\"counts\":{\"a\":3}}", Page.class));
        assertEquals(OptionalInt.of(5), bind("5", OptionalInt.class));
    }

    @Test
    void coercionsAreRefused() {
        String integer = "expected an integer from -2147483648 to 2147483647, found the number ";
        assertEquals("payload: " + integer + "1.5", refusal("1.5", int.class));
        assertEquals("payload: " + integer + "1E+999", refusal("1e999", OptionalInt.class));
        assertEquals("payload.items[1]: " + integer + "1.5", refusal("{\"items\":[1,1.5]}", Page.class));
        assertEquals(
                "payload.counts.a: " + integer + "99999999999",
                refusal("{\"counts\":{\"a\":99999999999}}", Page.class));
        assertEquals(
                "payload.total: expected an integer from -9223372036854775808 to 9223372036854775807, found a string",
                refusal("{\"total\":\"5\"}", Page.class));
    }
}
