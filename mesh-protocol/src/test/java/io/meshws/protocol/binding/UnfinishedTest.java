package io.meshws.protocol.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import jakarta.json.bind.annotation.JsonbTransient;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnfinishedTest {
    public record Holder(int id, List<Future<String>> results) {}

    public record Chain(Chain next, Map<String, Chain> others) {}

    public record Skipping(@JsonbTransient Future<String> running, int done) {}

    /** Result types that contain one; then those that don't. */
    @SuppressWarnings("unused")
    private interface Results {
        Future<String> future();

        CompletionStage<String> stage();

        List<CompletableFuture<String>> list();

        Optional<Future<String>> optional();

        Map<String, ? extends Future<String>> wildcard();

        Future<String>[] array();

        List<CompletionStage<String>>[] arrayOfLists();

        <T extends CompletionStage<String>> List<T> variable();

        Holder holder();

        Map<String, Holder> holders();

        List<String> texts();

        Chain chain();

        Skipping skipping();

        Object object();
    }

    private static Optional<Class<?>> inResult(String method) throws NoSuchMethodException {
        Type type = Results.class.getDeclaredMethod(method).getGenericReturnType();
        return Unfinished.inType(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"future", "optional", "wildcard", "array", "holder", "holders"})
    void aTypeThatHoldsAFutureIsFound(String method) throws Exception {
        assertEquals(Optional.of(Future.class), inResult(method));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stage", "arrayOfLists", "variable"})
    void aTypeThatHoldsAStageIsFound(String method) throws Exception {
        assertEquals(Optional.of(CompletionStage.class), inResult(method));
    }

    @ParameterizedTest
    @ValueSource(strings = {"texts", "chain", "skipping", "object"})
    void otherTypesHoldNone(String method) throws Exception {
        assertEquals(Optional.empty(), inResult(method));
    }

    @Test
    void aFutureIsNeverWrittenAsJson() {
        JsonBinding binding = new JsonBinding(JsonbBuilder.create());
        Future<String> future = new FutureTask<>(() -> "done");
        for (Object value : List.of(
                future,
                CompletableFuture.completedFuture(1),
                CompletableFuture.completedStage(1),
                List.of(1, future),
                Map.of("a", future),
                new Object[] {future},
                Optional.of(future))) {
            JsonbException e = assertThrows(JsonbException.class, () -> binding.toText(value), value::toString);
            assertTrue(e.getMessage().contains("is not a value yet"), e::getMessage);
        }
    }
}
