package io.meshws.it.live;

import io.meshws.Channels;
import io.meshws.Command;
import io.meshws.Connections;
import io.meshws.Guard;
import io.meshws.MeshConnection;
import io.meshws.PublisherId;
import io.meshws.RecordChanged;
import io.meshws.RecordRemoved;
import io.meshws.RecordSnapshot;
import io.meshws.Records;
import io.meshws.protocol.Change;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;

/** Exposes records and channels, and reports the observed changes of records. */
@ApplicationScoped
public class LiveData {
    /** How many messages channels {@code kept:*} keep. */
    public static final int HISTORY = 50;

    @Inject
    private Records records;

    @Inject
    private Channels channels;

    @Inject
    private Connections connections;

    private final Queue<String> observed = new ConcurrentLinkedQueue<>();

    public record Publication(String channel, String text) {}

    void expose(@Observes @Initialized(ApplicationScoped.class) Object start) {
        records.exposeWritable(Pattern.compile("note:.*"));
        records.expose(Pattern.compile("read-only:.*"));
        records.exposeWritable(Pattern.compile("private:.*"), Guard.async((connection, id) -> hasUserId(connection)));
        records.exposeWritable(Pattern.compile("throwing:.*"), (connection, id) -> {
            throw new IllegalStateException("the guard's own words");
        });
        records.exposeWritable(Pattern.compile("slow:(a+)+b"));
        records.exposeChanges(Pattern.compile("vote:.*"), Set.of(Change.Operation.INCREMENT));
        records.expireAfter(Pattern.compile("note:brief-.*"), Duration.ofSeconds(2));
        channels.expose(Pattern.compile("kept:.*"), Guard.ANYONE, HISTORY);
        channels.expose(
                Pattern.compile("private:.*"), Guard.async((connection, name) -> hasUserId(connection)), HISTORY);
        channels.exposePublish(Pattern.compile("kept:.*"), Guard.ANYONE, PublisherId.SHOWN);
        channels.exposePublish(Pattern.compile("private:.*"), Guard.async((connection, name) -> hasUserId(connection)));
    }

    private CompletionStage<Boolean> hasUserId(MeshConnection connection) {
        return connections
                .metadata(connection.id())
                .thenApply(found ->
                        found.orElse(JsonValue.NULL) instanceof JsonObject metadata && metadata.containsKey("userId"));
    }

    void changed(@Observes RecordChanged event) {
        if (event.recordId().startsWith("note:observed")) {
            observed.add(event.recordId() + " " + event.version() + " " + event.value());
        }
    }

    void removed(@Observes RecordRemoved event) {
        observed.add(event.recordId() + " " + event.version() + " removed");
    }

    @Command("observed")
    public List<String> observed(String recordId) {
        return observed.stream()
                .filter(event -> event.startsWith(recordId + " "))
                .toList();
    }

    public record Snapshot(JsonValue value, long version) {}

    @Command("get")
    public CompletionStage<Snapshot> get(String recordId) {
        return records.get(recordId)
                .thenApply(found -> new Snapshot(found.value().orElse(JsonValue.NULL), found.version()));
    }

    /** Adds one to the number that the record is. */
    @Command("count")
    public CompletionStage<Long> count(String recordId) {
        return records.update(recordId, Integer.class, count -> count.orElse(0) + 1)
                .thenApply(RecordSnapshot::version);
    }

    @Command("delete")
    public CompletionStage<Boolean> delete(String recordId) {
        return records.delete(recordId);
    }

    @Command("publish")
    public CompletionStage<Long> publish(Publication publication) {
        return channels.publish(publication.channel(), publication.text());
    }
}
