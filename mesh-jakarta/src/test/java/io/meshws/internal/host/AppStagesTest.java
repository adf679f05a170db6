package io.meshws.internal.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.testing.Eventually;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class AppStagesTest {
    private final Queue<Runnable> given = new ArrayDeque<>();
    private final AppStages stages = new AppStages(given::add);
    private final CompletableFuture<String> inside = new CompletableFuture<>();

    /** An interface for applications. */
    interface Api {
        CompletionStage<String> ask(boolean well);

        default CompletionStage<String> askWell() {
            return ask(true);
        }

        CompletableFuture<String> askByItself();

        String name();
    }

    private final class Feature implements Api {
        @Override
        public CompletionStage<String> ask(boolean well) {
            if (!well) {
                throw new IllegalArgumentException("on purpose");
            }
            return inside;
        }

        @Override
        public CompletableFuture<String> askByItself() {
            return inside;
        }

        @Override
        public String name() {
            return "feature";
        }
    }

    private void work() {
        for (Runnable task = given.poll(); task != null; task = given.poll()) {
            task.run();
        }
    }

    @Test
    void continuationsRunOnAWorkerAndNotOnTheThreadThatEndsTheStage() {
        List<String> told = new ArrayList<>();
        stages.of("a stage", inside).thenAccept(told::add);
        inside.complete("done");
        assertEquals(List.of(), told);
        assertEquals("a stage", ((AppTask) given.element()).name());
        work();
        assertEquals(List.of("done"), told);
    }

    @Test
    void continuationsHaveTheContextOfTheThreadAndTheWorkerKeepsNothing() {
        List<Object> carried = new ArrayList<>();
        CompletableFuture<String> next = new CompletableFuture<>();
        Object before = Carried.set("ann");
        stages.of("a stage", inside)
                .thenCompose(done -> {
                    carried.add(Carried.current());
                    return stages.of("another", next);
                })
                .thenAccept(done -> carried.add(Carried.current()));
        Carried.set(before);
        inside.complete("done");
        work();
        next.complete("done");
        work();
        assertEquals(List.of("ann", "ann"), carried);
        assertNull(Carried.current());
    }

    @Test
    void aFailureIsHandedOverAsItIs() {
        IllegalStateException failure = new IllegalStateException("on purpose");
        CompletionStage<String> outside = stages.of("a stage", inside);
        inside.completeExceptionally(failure);
        work();
        assertSame(failure, Eventually.failure(outside));
    }

    @Test
    void aCompleteStageNeedsNoWorker() {
        inside.complete("done");
        CompletionStage<String> outside = stages.of("a stage", inside);
        assertEquals("done", outside.toCompletableFuture().getNow(null));
        assertTrue(given.isEmpty());
    }

    @Test
    void changesOfTheApplicationToItsStageStayThere() {
        stages.of("a stage", inside).toCompletableFuture().complete("by the application");
        assertFalse(inside.isDone());
    }

    @Test
    void aFacadeHandsItsStagesOverByName() {
        Feature feature = new Feature();
        Api api = stages.facade(Api.class, feature);
        assertEquals("feature", api.name());
        assertSame(inside, api.askByItself(), "those that it hands over by itself");
        assertThrows(IllegalArgumentException.class, () -> api.ask(false));
        CompletionStage<String> outside = api.askWell();
        inside.complete("done");
        assertFalse(outside.toCompletableFuture().isDone());
        assertEquals(
                List.of("Api.askWell"),
                given.stream().map(task -> ((AppTask) task).name()).toList());
        work();
        assertEquals("done", outside.toCompletableFuture().getNow(null));
    }
}
