package io.meshws.bench.app;

import io.meshws.Channels;
import io.meshws.Command;
import io.meshws.Guard;
import io.meshws.MeshServer;
import io.meshws.Records;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import java.util.concurrent.CompletionStage;

/** The commands of the scenarios: an echo, a room, a record and a channel. */
@ApplicationScoped
public class Application {
    private static final int HISTORY = 50;

    @Inject
    private MeshServer mesh;

    void open(@Observes @Initialized(ApplicationScoped.class) Object start, Channels channels, Records records) {
        channels.expose("channel", Guard.ANYONE, HISTORY);
        records.exposeWritable("record");
    }

    @Command("echo")
    public JsonValue echo(JsonValue payload) {
        return payload;
    }

    @Command("say")
    public CompletionStage<Void> say(JsonValue payload) {
        return mesh.broadcastRoom("room", "said", payload);
    }

    @Command("publish")
    public CompletionStage<Long> publish(JsonValue payload) {
        return mesh.channels().publishJson("channel", payload);
    }
}
