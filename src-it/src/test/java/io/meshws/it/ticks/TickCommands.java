package io.meshws.it.ticks;

import io.meshws.Command;
import io.meshws.MeshConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Reports the driver of mesh's ticks. */
@ApplicationScoped
public class TickCommands {
    @Inject
    private Timers timers;

    /** How many EJB timers the deployment has. */
    @Command("timers")
    public int timers() {
        return timers.count();
    }

    /** Whether there are ticks: only they end a request that the client doesn't answer. */
    @Command("ticks")
    public CompletionStage<Boolean> ticks(MeshConnection connection) {
        return connection
                .request("question", null, JsonValue.class, Duration.ofSeconds(1))
                .handle((answer, timeout) -> timeout != null);
    }
}
