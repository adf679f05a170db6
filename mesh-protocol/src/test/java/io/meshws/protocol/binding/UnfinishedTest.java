package io.meshws.protocol.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbTransient;
import java.lang.reflect.Type;
import java.util.ArrayList;
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

    private static Future<String> done() {
        FutureTask<String> task = new FutureTask<>(() -> "done");
        task.run();
        return task;
    }

    public static class Bean {
        private final Future<String> running = CompletableFuture.completedFuture("done");

        public Future<String> getRunning() {
            return running;
        }
    }

    public static class Sub extends Bean {}

    public static class WithField {
        public List<Future<String>> results = List.of(done());
    }

    public static class WithStage {
        public CompletionStage<String> getStage() {
            return CompletableFuture.completedStage("done");
        }
    }

    public static class Keeping {
        @JsonbTransient
        private final Future<String> running = null;

        private final transient Future<String> other = null;

        public Future<String> getRunning() {
            return running;
        }

        public Future<String> getOther() {
            return other;
        }

        public static Future<String> getShared() {
            return null;
        }

        public Future<String> start() {
            return null;
        }
    }

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

        Bean bean();

        List<Sub> subs();

        WithField field();

        WithStage[] stages();

        Keeping keeping();

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
    @ValueSource(strings = {"future", "optional", "wildcard", "array", "holder", "holders", "bean", "subs", "field"})
    void aTypeThatHoldsAFutureIsFound(String method) throws Exception {
        assertEquals(Optional.of(Future.class), inResult(method));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stage", "arrayOfLists", "variable", "stages"})
    void aTypeThatHoldsAStageIsFound(String method) throws Exception {
        assertEquals(Optional.of(CompletionStage.class), inResult(method));
    }

    @ParameterizedTest
    @ValueSource(strings = {"texts", "chain", "skipping", "keeping", "object"})
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
                Optional.of(future),
                List.of(List.of(future)),
                Map.of("a", List.of(Optional.of(new Object[] {future}))))) {
            JsonbException e = assertThrows(JsonbException.class, () -> binding.toText(value), value::toString);
            assertTrue(e.getMessage().contains("is not a value yet"), e::getMessage);
        }
    }

    /** Only the Jsonb itself sees the content of objects. */
    @Test
    void theJsonbOfMeshWritesNoFutureThatAnObjectHolds() {
        JsonBinding binding = JsonBinding.unconfigured(JsonbBuilder.create(Unfinished.refused()));
        for (Object value : List.of(new Bean(), List.of(new Sub()), Map.of("a", new Object[] {new WithStage()}))) {
            JsonbException e = assertThrows(JsonbException.class, () -> binding.toText(value), value::toString);
            assertTrue(words(e).contains("is not a value yet"), words(e));
        }
        assertEquals("{}", binding.toText(new Keeping()));
    }

    public record Items(List<Future<String>> items) {}

    public record Stages(Map<String, ? extends CompletionStage<String>> stages) {}

    public record Anything(Object held) {}

    public static class Page<T> {
        public List<T> items;
    }

    public static class FuturePage extends Page<Future<String>> {}

    public record Optionals(Optional<CompletableFuture<String>> held, int id) {}

    public record Arrays(Future<String>[] held) {}

    public static class Visible {
        public int shown = 1;
        protected int hidden = 2;
        int own = 3;

        @JsonbProperty("renamed")
        private int named = 4;

        public int getNamed() {
            return named;
        }

        int getOwn() {
            return own;
        }

        public boolean isOpen() {
            return true;
        }

        private int getSecret() {
            return 5;
        }
    }

    public static class SubVisible extends Visible {
        public int getHidden() {
            return hidden + getOwn();
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static List<Object> holders() {
        FuturePage page = new FuturePage();
        page.items = List.of(done());
        Page<Object> unknown = new Page<>();
        unknown.items = List.of(done());
        return List.of(
                new Holder(1, List.of(done())),
                new WithField(),
                new Items(List.of(done())),
                new Items(List.of(CompletableFuture.completedFuture("done"))),
                new Stages(Map.of("a", CompletableFuture.completedStage("done"))),
                new Optionals(Optional.of(CompletableFuture.completedFuture("done")), 1),
                new Arrays(new Future[] {done()}),
                page,
                unknown);
    }

    /** Yasson has no serializer write items of a declared type with arguments. */
    @Test
    void theJsonbOfMeshWritesNoFutureAmongTheItemsOfAMember() {
        for (Object holder : holders()) {
            for (Object value : List.of(holder, new Anything(holder), new Anything(List.of(holder)))) {
                // As a Jsonb may write differently what it wrote before, each is new, and each value is written twice.
                JsonBinding binding = JsonBinding.unconfigured(JsonbBuilder.create(Unfinished.refused()));
                for (int i = 0; i < 2; i++) {
                    Throwable e = assertThrows(JsonbException.class, () -> binding.toText(value), value::toString);
                    assertTrue(words(e).contains("is not a value yet"), () -> value + ": " + words(e));
                }
            }
        }
    }

    private static String words(Throwable e) {
        return e == null ? "" : e.getMessage() + " " + words(e.getCause());
    }

    /** The check must not change other parts of the text. */
    @Test
    void theJsonbOfMeshShowsTheSameAsAPlainOne() {
        JsonBinding refusing = JsonBinding.unconfigured(JsonbBuilder.create(Unfinished.refused()));
        JsonBinding plain = JsonBinding.unconfigured(JsonbBuilder.create());
        for (Object value : List.of(
                new Keeping(), new Visible(), new SubVisible(), new Skipping(null, 1), new Anything(List.of(1)))) {
            assertEquals(plain.toText(value), refusing.toText(value));
        }
    }

    @Test
    void aValueThatHoldsItselfIsLookedThroughWithinBounds() {
        List<Object> itself = new ArrayList<>();
        itself.addAll(List.of(1, itself, itself));

        assertEquals(Optional.empty(), Unfinished.inValue(itself));
    }
}
