package io.meshws.protocol;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The frames that server and clients agree on, in {@code golden/*.json}. The tests of both sides read the same ones, so
 * neither can change the wire format alone. Other modules get them with this module's test jar.
 */
public final class GoldenFrames {
    private static final List<String> FILES = List.of(
            "connection", "commands", "server-requests", "rooms", "metadata", "presence", "channels", "records");

    /** The side that sends a frame. */
    public enum Sender {
        CLIENT,
        SERVER
    }

    /**
     * @param name unique among all
     * @param text the exact text of the frame
     */
    public record Golden(String name, Sender from, String text) {
        @Override
        public String toString() {
            return name;
        }
    }

    private GoldenFrames() {}

    public static List<Golden> all() {
        List<Golden> frames = new ArrayList<>();
        for (String file : FILES) {
            for (JsonValue entry : Json.readTrusted(read(file)).asJsonArray()) {
                JsonObject golden = entry.asJsonObject();
                frames.add(new Golden(
                        golden.getString("name"),
                        golden.getString("from").equals("client") ? Sender.CLIENT : Sender.SERVER,
                        golden.get("frame").toString()));
            }
        }
        return frames;
    }

    public static List<Golden> from(Sender sender) {
        return all().stream().filter(golden -> golden.from() == sender).toList();
    }

    /** The text of the frame with that name. */
    public static String text(String name) {
        return all().stream()
                .filter(golden -> golden.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No golden frame is named " + name))
                .text();
    }

    private static String read(String file) {
        try (InputStream in = GoldenFrames.class.getResourceAsStream("/golden/" + file + ".json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
