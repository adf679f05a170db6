package io.meshws.bench.app;

import io.meshws.Channels;
import io.meshws.Command;
import io.meshws.Guard;
import io.meshws.MeshConnection;
import io.meshws.MeshServer;
import io.meshws.Presence;
import io.meshws.Records;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The commands of the scenarios: an echo, rooms, presence, records and a channel. */
@ApplicationScoped
public class Application {
    private static final int HISTORY = 50;

    private static final String ROOM = "room-";
    static final int MEMBERS = 10;
    static final int GROUPS = 10;

    private final AtomicInteger said = new AtomicInteger();

    @Inject
    private MeshServer mesh;

    void open(
            @Observes @Initialized(ApplicationScoped.class) Object start,
            Channels channels,
            Records records,
            Presence presence) {
        channels.expose("channel", Guard.ANYONE, HISTORY);
        presence.track("presence");
        records.exposeWritable(Pattern.compile("record(-\\d+)?"));
    }

    @Command("echo")
    public JsonValue echo(JsonValue payload) {
        return payload;
    }

    /** Unlike {@code mesh/join-room}, its reply doesn't name all members. */
    @Command("join")
    public CompletionStage<Boolean> join(MeshConnection caller) {
        return mesh.rooms().add("room", caller);
    }

    @Command("attend")
    public CompletionStage<Boolean> attend(MeshConnection caller) {
        return mesh.rooms().add("presence", caller);
    }

    @Command("say")
    public CompletionStage<Void> say(JsonValue payload) {
        return mesh.broadcastRoom("room", "said", payload);
    }

    /** Takes a share of all rooms, so that each has ten members if a hundred come. */
    @Command("enter")
    public CompletionStage<Void> enter(JsonObject payload, MeshConnection caller) {
        return CompletableFuture.allOf(IntStream.iterate(
                        payload.getInt("member") / MEMBERS,
                        room -> room < payload.getInt("rooms"),
                        room -> room + GROUPS)
                .mapToObj(room -> mesh.rooms().add(ROOM + room, caller).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    @Command("say-around")
    public CompletionStage<Void> sayAround(JsonObject payload) {
        return mesh.broadcastRoom(ROOM + said.getAndIncrement() % payload.getInt("rooms"), "said", payload);
    }

    @Command("publish")
    public CompletionStage<Long> publish(JsonValue payload) {
        return mesh.channels().publishJson("channel", payload);
    }
}
