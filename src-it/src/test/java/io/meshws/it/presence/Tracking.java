package io.meshws.it.presence;

import io.meshws.Command;
import io.meshws.Guard;
import io.meshws.MeshConnection;
import io.meshws.MeshServer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Tracks rooms, and answers questions about them from the server's side. */
@ApplicationScoped
public class Tracking {
    /** How long a member of a room {@code private:*} is present without a sign of life. */
    public static final Duration SHORT_TTL = Duration.ofSeconds(3);

    @Inject
    private MeshServer mesh;

    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);

    void track(@Observes @Initialized(ApplicationScoped.class) Object start) {
        mesh.presence().track(Pattern.compile("room:.*"));
        Guard users = Guard.async((connection, room) -> hasUserId(connection));
        mesh.presence().track(Pattern.compile("private:.*"), users, SHORT_TTL);
    }

    private CompletionStage<Boolean> hasUserId(MeshConnection connection) {
        return mesh.connections()
                .metadata(connection.id())
                .thenApply(found ->
                        found.orElse(JsonValue.NULL) instanceof JsonObject metadata && metadata.containsKey("userId"));
    }

    @Command("present")
    public CompletionStage<Set<String>> present(String room) {
        return mesh.presence().present(room);
    }

    @Command("states")
    public CompletionStage<Map<String, JsonValue>> states(String room) {
        return mesh.presence().states(room);
    }

    @Command("available")
    public boolean available() {
        return mesh.isClusterAvailable();
    }

    /** Holds the thread, and with it the connection, until somebody releases it. */
    @Command("hold")
    public void hold() throws InterruptedException {
        released.await();
    }

    /** Holds the thread for this many seconds. */
    @Command("hold-for")
    public boolean holdFor(int seconds) throws InterruptedException {
        return !never.await(seconds, TimeUnit.SECONDS);
    }

    @Command("release")
    public void release() {
        released.countDown();
    }
}
