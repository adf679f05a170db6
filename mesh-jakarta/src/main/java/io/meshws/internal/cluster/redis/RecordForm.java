package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.ClusterMessage;
import io.meshws.internal.cluster.RecordIndex;
import io.meshws.internal.cluster.RecordStore.Version;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;

/** The format of the messages about records and their indexes, see {@link MessageCodec}. */
final class RecordForm {
    private RecordForm() {}

    static String encode(JsonObjectBuilder head, ClusterMessage.RecordChange change) {
        head.add("kind", "record")
                .add("id", change.recordId())
                .add("epoch", change.last().epoch())
                .add("after", change.base().write())
                .add("base", change.base().number())
                .add("write", change.last().write());
        // JSON text as mesh writes it contains no line feeds.
        StringBuilder text = new StringBuilder(head.build().toString());
        for (ClusterMessage.RecordStep step : change.steps()) {
            text.append('\n').append(step.patch() == null ? "" : step.patch());
            text.append('\n').append(step.value() == null ? "" : step.value());
        }
        return text.toString();
    }

    private static List<ClusterMessage.RecordStep> steps(String body) {
        List<ClusterMessage.RecordStep> steps = new ArrayList<>();
        String[] lines = body.split("\n", -1);
        for (int i = 0; i < lines.length; i += 2) {
            steps.add(new ClusterMessage.RecordStep(
                    lines[i].isEmpty() ? null : lines[i], lines[i + 1].isEmpty() ? null : lines[i + 1]));
        }
        return steps;
    }

    static ClusterMessage.RecordChange change(JsonObject head, String body) {
        List<ClusterMessage.RecordStep> steps = steps(body);
        String epoch = head.getString("epoch");
        long base = head.getJsonNumber("base").longValueExact();
        return new ClusterMessage.RecordChange(
                head.getString("id"),
                base == 0 ? Version.NONE : new Version(epoch, head.getString("after"), base),
                new Version(epoch, head.getString("write"), base + steps.size()),
                steps);
    }

    static ClusterMessage.IndexChange indexChange(JsonObject head, String body) {
        return new ClusterMessage.IndexChange(
                BucketName.bucket(head.getString("bucket")),
                new RecordIndex.Version(
                        head.getString("line"), head.getJsonNumber("version").longValueExact()),
                head.getString("id"),
                body);
    }
}
