package io.meshws.conformance;

import io.meshws.protocol.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A conversation of one server and its clients.
 *
 * @param name unique among all
 * @param audience the side that it checks; empty if it checks both
 * @param constants the values that {@code ${name}} stands for, beside those that the steps bind
 * @param patience how many seconds a frame may take
 */
public record Exchange(String name, Optional<Audience> audience, JsonObject constants, int patience, List<Step> steps) {
    /** The files, without {@code .json}. */
    static final List<String> FILES = List.of(
            "commands",
            "rooms",
            "metadata",
            "presence",
            "channels",
            "records",
            "collections",
            "pipes",
            "requests",
            "names",
            "identity",
            "frames",
            "dialects");

    private static final int USUAL_PATIENCE = 10;

    /** A side that is tested. */
    public enum Audience {
        SERVER,
        CLIENT
    }

    /** All that hold this side to its part. */
    public static List<Exchange> of(Audience audience) {
        return all().stream()
                .filter(exchange -> exchange.audience().orElse(audience) == audience)
                .toList();
    }

    static List<Exchange> all() {
        return FILES.stream().flatMap(Exchange::in).toList();
    }

    private static Stream<Exchange> in(String file) {
        return Json.readTrusted(text(file)).asJsonArray().stream().map(each -> read(file, each.asJsonObject()));
    }

    private static String text(String file) {
        try (InputStream in = Exchange.class.getResourceAsStream("/exchanges/" + file + ".json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Exchange read(String file, JsonObject exchange) {
        return new Exchange(
                file + ": " + exchange.getString("name"),
                Optional.ofNullable((JsonString) exchange.get("for"))
                        .map(text -> text.getString().equals("server") ? Audience.SERVER : Audience.CLIENT),
                exchange.getOrDefault("let", JsonValue.EMPTY_JSON_OBJECT).asJsonObject(),
                exchange.getInt("patience", USUAL_PATIENCE),
                exchange.getJsonArray("steps").stream()
                        .map(step -> Step.read(step.asJsonObject()))
                        .toList());
    }

    /** All frames in it, in order. */
    Stream<JsonObject> frames() {
        return steps.stream().flatMap(Step::frames);
    }

    @Override
    public String toString() {
        return name;
    }
}
