package io.meshws.it.shop;

import jakarta.json.JsonValue;
import java.util.List;

/**
 * An event as a client of the application was told it.
 *
 * @param id of its connection
 * @param contexts the context of each listener
 */
public record Told(
        String id,
        List<String> events,
        List<String> messages,
        JsonValue note,
        long version,
        List<String> present,
        int returns,
        List<String> contexts) {}
