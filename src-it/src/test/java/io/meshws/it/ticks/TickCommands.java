package io.meshws.it.ticks;

import io.meshws.Command;
import io.meshws.MeshConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Says what mesh's clock is. */
@ApplicationScoped
public class TickCommands {
    @Inject
    private Timers timers;

    /** How many EJB timers the deployment has. */
    @Command("timers")
    public int timers() {
        return timers.count();
    }

    /** The classes on the stack of a tick: it is the tick that ends a request which the client does not answer. */
    @Command("callers-of-the-tick")
    public CompletionStage<List<String>> callers(MeshConnection connection) {
        return connection
                .request("question", null, JsonValue.class, Duration.ofSeconds(1))
                .handle((answer, timeout) -> StackWalker.getInstance()
                        .walk(frames ->
                                frames.map(StackWalker.StackFrame::getClassName).toList()));
    }
}
