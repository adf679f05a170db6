package io.meshws.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.JsonValue;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Java values as JSON text. */
class JsonTextTest {
    private final JsonBinding binding = new JsonBinding(JsonbBuilder.create());

    public record Point(int x, int y) {}

    @Test
    void valuesBecomeText() {
        assertEquals("null", binding.toText(null));
        assertEquals("\"a\\\"b\"", binding.toText("a\"b"));
        assertEquals("true", binding.toText(true));
        assertEquals("5", binding.toText(5L));
        assertEquals("1.5", binding.toText(1.5));
        assertEquals("\"NEW\"", binding.toText(Thread.State.NEW));
        assertEquals("[1,null]", binding.toText(Arrays.asList(1, null)));
        assertEquals("{\"x\":1,\"y\":2}", binding.toText(new Point(1, 2)));
        assertEquals("{\"a\":[]}", binding.toText(Json.readTrusted("{\"a\":[]}")));
        assertEquals("5", binding.toText(Optional.of(5)));
        assertEquals("null", binding.toText(Optional.empty()));
        assertEquals("{\"x\":1,\"y\":2}", binding.toJson(new Point(1, 2)).toString());
        assertEquals(JsonValue.NULL, binding.toJson(null));
    }

    @Test
    void textThatIsNoJsonIsRefused() {
        List<Object> self = new ArrayList<>();
        self.add(self);
        assertThrows(JsonbException.class, () -> binding.toText(self));
        assertThrows(JsonbException.class, () -> binding.toText(Double.NaN));
        assertThrows(JsonbException.class, () -> binding.toText(List.of(Double.POSITIVE_INFINITY)));
    }
}
