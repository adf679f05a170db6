package io.meshws.it.names;

import io.meshws.Command;
import io.meshws.CommandException;
import io.meshws.HostedName;
import io.meshws.MeshServer;
import io.meshws.NameFreed;
import io.meshws.NameHolder;
import io.meshws.NameTaken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** A shop: tills with names, and a bean that has one. */
@ApplicationScoped
public class Counter {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Inject
    private MeshServer mesh;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private HostedName hosted;

    public record Call(String name, String command, JsonValue payload) {}

    public record Holder(String connectionId, String instanceId, boolean away) {}

    void open(@Observes @Initialized(ApplicationScoped.class) Object start) {
        mesh.names().allow(Pattern.compile("till-.+"), (caller, name) -> true);
        mesh.names().allow(Pattern.compile("kiosk-.+"), (caller, name) -> true, (caller, name) -> true);
        hosted = mesh.names().host("pricing", call -> {
            if (call.command().equals("refuse")) {
                throw new CommandException("ENOPRICE", "No price");
            }
            return List.of(mesh.instanceId(), call.payload(String.class).length());
        });
    }

    void taken(@Observes NameTaken event) {
        told.add("taken " + event.holder().name());
    }

    void freed(@Observes NameFreed event) {
        told.add("freed " + event.holder().name());
    }

    @Command("told")
    public List<String> told() {
        return told;
    }

    @Command("hosts")
    public boolean hosts() {
        return hosted.isHere();
    }

    @Command("call")
    public CompletionStage<JsonValue> call(Call call) {
        return mesh.names().request(call.name(), call.command(), call.payload(), JsonValue.class, PATIENCE);
    }

    @Command("send-to-name")
    public CompletionStage<Boolean> send(Call call) {
        return mesh.names().send(call.name(), call.command(), call.payload());
    }

    @Command("holder")
    public CompletionStage<Holder> holder(String name) {
        return mesh.names().holder(name).thenApply(found -> found.map(Counter::holder)
                .orElse(null));
    }

    private static Holder holder(NameHolder holder) {
        return new Holder(holder.connectionId().orElse(null), holder.instanceId(), holder.isAway());
    }

    @Command("names")
    public CompletionStage<Set<String>> names(String prefix) {
        return mesh.names().names(prefix);
    }

    @Command("free")
    public CompletionStage<Boolean> free(String name) {
        return mesh.names().free(name);
    }
}
