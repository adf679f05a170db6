package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.ClusterMessage.PipeStep;
import io.meshws.internal.cluster.ClusterMessage.Piped;
import io.meshws.protocol.BinaryFrame;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Base64;

/** How {@link MessageCodec} writes messages of pipes; bytes are in base64, because Redis gets texts. */
final class PipedForm {
    private static final String BYTES = "bytes";

    private PipedForm() {}

    static JsonObjectBuilder head(JsonObjectBuilder head, Piped piped) {
        head.add("kind", "pipe")
                .add("step", piped.step().name())
                .add("sender", piped.sender())
                .add("receiver", piped.receiver())
                .add("by", piped.by())
                .add("to", piped.to())
                .add("pipe", piped.pipe());
        return isBytes(piped) ? head.add(BYTES, true) : head;
    }

    private static boolean isBytes(Piped piped) {
        return piped.body() != null && BinaryFrame.is(piped.body());
    }

    /** May be null. */
    static String body(Piped piped) {
        return isBytes(piped) ? Base64.getEncoder().encodeToString(BinaryFrame.bytes(piped.body())) : piped.body();
    }

    static Piped read(JsonObject head, String body) {
        return new Piped(
                PipeStep.valueOf(head.getString("step")),
                head.getString("sender"),
                head.getString("receiver"),
                head.getString("by"),
                head.getString("to"),
                head.getString("pipe"),
                head.getBoolean(BYTES, false)
                        ? BinaryFrame.of(Base64.getDecoder().decode(body))
                        : body);
    }
}
