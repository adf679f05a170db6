package io.meshws.internal.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeadersTest {
    private final Headers headers = new Headers(
            Map.of("User-Agent", List.of("test"), "cookie", List.of("b=2", "a=1"), "Host", List.of("mesh.example")));

    @Test
    void namesAreComparedWithoutRegardToCase() {
        assertEquals(List.of("test"), headers.get("user-agent"));
        assertTrue(headers.containsKey("HOST"));
        assertTrue(headers.keySet().contains("HOST"));
        assertEquals(List.of("mesh.example"), headers.getOrDefault("host", List.of()));
    }

    @Test
    void aHeaderHasItsValuesInOrder() {
        assertEquals(List.of("b=2", "a=1"), headers.get("Cookie"));
    }

    @Test
    void whatWasNotSentIsMissing() {
        assertNull(headers.get("Origin"));
        assertNull(headers.get(null));
        assertFalse(headers.containsKey("Origin"));
        assertEquals(Map.of(), new Headers(Map.of()));
    }

    @Test
    void allAreListedByName() {
        assertEquals(List.of("cookie", "Host", "User-Agent"), new ArrayList<>(headers.keySet()));
        assertEquals(
                Map.of("cookie", List.of("b=2", "a=1"), "Host", List.of("mesh.example"), "User-Agent", List.of("test")),
                headers);
    }

    @Test
    void theyDoNotChange() {
        assertThrows(UnsupportedOperationException.class, () -> headers.put("Origin", List.of()));
        assertThrows(UnsupportedOperationException.class, () -> headers.remove("Host"));
        assertThrows(UnsupportedOperationException.class, headers::clear);
        assertThrows(
                UnsupportedOperationException.class, () -> headers.get("Host").clear());
        List<String> given = new ArrayList<>(List.of("a"));
        Headers copied = new Headers(Map.of("X", given));
        given.add("b");
        assertEquals(List.of("a"), copied.get("x"));
    }
}
