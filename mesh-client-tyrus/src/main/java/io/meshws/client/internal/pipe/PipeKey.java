package io.meshws.client.internal.pipe;

import io.meshws.client.internal.topic.Payload;
import io.meshws.protocol.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/**
 * Identifies a pipe of this client.
 *
 * @param self the name of this end
 * @param peer the name of the other end
 * @param name of the pipe
 */
record PipeKey(String self, String peer, String name) {
    /** From an event of the server. */
    static PipeKey of(JsonObject payload) {
        return new PipeKey(
                Payload.string(payload, "name"), Payload.string(payload, "from"), Payload.string(payload, "pipe"));
    }

    /** For a command. */
    JsonObjectBuilder payload() {
        return Json.object().add("name", self).add("to", peer).add("pipe", name);
    }

    @Override
    public String toString() {
        return "pipe \"" + name + "\" from \"" + self + "\" to \"" + peer + "\"";
    }
}
