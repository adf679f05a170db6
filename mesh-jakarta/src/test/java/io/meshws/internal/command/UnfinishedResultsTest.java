package io.meshws.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CommandHandler;
import io.meshws.MeshConfig;
import io.meshws.testing.Clusters;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Handlers that return futures and stages that nothing waits for. */
class UnfinishedResultsTest {
    private static final Logger LOG = Logger.getLogger("io.meshws.internal.command");

    private final TestInstance instance =
            new TestInstance(Clusters.memory(), MeshConfig.builder().build());
    private final CommandRegistry commands = instance.mesh.registry();
    private final TestClient client = instance.connect();
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Handler recorder = new Handler() {
        @Override
        public void publish(LogRecord message) {
            logged.add(message.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void record() {
        LOG.addHandler(recorder);
    }

    @AfterEach
    void stop() {
        LOG.removeHandler(recorder);
        instance.close();
    }

    @Test
    void aFutureIsAnErrorOfTheServerThatTheLogHasOnce() {
        isRefusedOnce("future", context -> new FutureTask<>(() -> "inside"), FutureTask.class);
    }

    @Test
    void aStageOfAStageIsAnErrorOfTheServerThatTheLogHasOnce() {
        isRefusedOnce(
                "stage of a stage",
                context -> CompletableFuture.completedFuture(CompletableFuture.completedFuture("inside")),
                CompletableFuture.class);
    }

    @Test
    void aListOfStagesIsAnErrorOfTheServerThatTheLogHasOnce() {
        isRefusedOnce("list", context -> List.of(CompletableFuture.completedFuture("inside")), CompletableFuture.class);
    }

    @Test
    void middlewareChangesNothingAboutIt() {
        commands.use((context, chain) -> chain.proceed());
        isRefusedOnce("future", context -> new FutureTask<>(() -> "inside"), FutureTask.class);
    }

    private void isRefusedOnce(String command, CommandHandler handler, Class<?> named) {
        commands.expose(command, handler);
        JsonObject first = client.call(command, "{}").asJsonObject();
        JsonObject second = client.call(command, "{}").asJsonObject();

        assertEquals("ESERVER", first.getString("code"));
        assertEquals(first, second);
        assertEquals(1, logged.size(), logged::toString);
        for (String part : List.of(
                "MESH-0320",
                "\"" + command + "\"",
                named.getName(),
                "or a CompletionStage of the complete value",
                first.getString("ref"))) {
            assertTrue(logged.get(0).contains(part), logged.get(0));
        }
    }
}
