package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CommandException;
import io.meshws.InvalidNameException;
import io.meshws.RecordChanged;
import io.meshws.RecordRemoved;
import io.meshws.RecordSnapshot;
import io.meshws.RecordTransaction;
import io.meshws.TransactionResult;
import io.meshws.protocol.Change;
import io.meshws.protocol.MergeStrategy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The promises about transactions of the server, on every engine. */
abstract class TransactionsContract extends RecordsSetting {

    @Test
    void writesOfATransactionTakeEffectTogether() {
        get(records().write("note:old", Map.of("n", 1)));
        TransactionResult<String> done = get(records()
                .transaction(
                        tx -> {
                            assertEquals(snapshot("note:old", "{\"n\":1}", 1), tx.get("note:old"));
                            assertEquals(snapshot("note:new", null, 0), tx.get("note:new"));
                            tx.write("note:new", Map.of("a", 1));
                            tx.write("note:new", Map.of("b", 2), MergeStrategy.MERGE);
                            tx.change("note:list", Change.push("/all", "x"), Change.increment("/count", 2));
                            tx.delete("note:old");
                            assertEquals(snapshot("note:old", null, 1), tx.get("note:old"));
                            return "done";
                        },
                        "note:old",
                        "note:new",
                        "note:list",
                        "note:read"));
        assertEquals("done", done.value());
        List<RecordSnapshot> after = List.of(
                snapshot("note:old", null, 2),
                snapshot("note:new", "{\"a\":1,\"b\":2}", 1),
                snapshot("note:list", "{\"all\":[\"x\"],\"count\":2}", 1),
                snapshot("note:read", null, 0));
        assertEquals(after, done.records());
        after.forEach(one -> assertEquals(one, readThere(one.recordId())));
    }

    @Test
    void observersLearnTheTransaction() {
        get(records().write("note:1", 1));
        TransactionResult<?> done = get(records()
                .transaction(
                        tx -> {
                            tx.write("note:2", 2);
                            tx.delete("note:1");
                            return null;
                        },
                        "note:1",
                        "note:2"));
        TransactionResult<?> next = get(records()
                .transaction(
                        tx -> {
                            tx.write("note:2", 3);
                            return null;
                        },
                        "note:2"));
        assertNotEquals(done.id(), next.id());
        assertEquals(
                List.of(
                        new RecordChanged("note:1", json("1"), 1),
                        new RecordChanged("note:2", json("2"), 1, Optional.of(done.id())),
                        new RecordChanged("note:2", json("3"), 2, Optional.of(next.id()))),
                here.recordsChanged);
        assertEquals(List.of(new RecordRemoved("note:1", json("1"), 2, Optional.of(done.id()))), here.recordsRemoved);
    }

    @Test
    void aTransactionThatChangesNothingIsNoVersionAndNoChange() {
        get(records().write("note:1", 1));
        TransactionResult<Void> done = get(records()
                .transaction(
                        tx -> {
                            tx.write("note:1", 1);
                            tx.delete("note:2");
                            return null;
                        },
                        "note:1",
                        "note:2"));
        assertEquals(List.of(snapshot("note:1", "1", 1), snapshot("note:2", null, 0)), done.records());
        assertEquals(1, here.recordsChanged.size());
        assertEquals(List.of(), here.recordsRemoved);
    }

    @Test
    void anExceptionDiscardsAndTheRecordsAreFreeAgain() {
        for (RuntimeException why :
                List.of(new CommandException("ETAKEN", "taken"), new IllegalStateException("on purpose"))) {
            assertSame(
                    why,
                    failure(records()
                            .transaction(
                                    tx -> {
                                        tx.write("note:1", 1);
                                        throw why;
                                    },
                                    "note:1",
                                    "note:2")));
            assertEquals(snapshot("note:1", null, 0), readThere("note:1"));
        }
        Error error = new NoClassDefFoundError("on purpose");
        assertSame(
                error,
                failure(records()
                        .transaction(
                                tx -> {
                                    throw error;
                                },
                                "note:1")));
        assertEquals(List.of(), here.recordsChanged);
        assertEquals(1, get(records().write("note:1", 1)));
        assertEquals(1, get(records().write("note:2", 1)));
    }

    @Test
    void aRecordThatWasNotNamedIsAnError() {
        for (Consumer<RecordTransaction> use : List.<Consumer<RecordTransaction>>of(
                tx -> tx.get("note:2"),
                tx -> tx.get("note:2", String.class),
                tx -> tx.write("note:2", 1),
                tx -> tx.change("note:2", Change.increment("")),
                tx -> tx.delete("note:2"))) {
            IllegalArgumentException refusal = assertInstanceOf(
                    IllegalArgumentException.class,
                    failure(records()
                            .transaction(
                                    tx -> {
                                        tx.write("note:1", 1);
                                        use.accept(tx);
                                        return null;
                                    },
                                    "note:1")));
            assertEquals("The transaction did not name the record \"note:2\"", refusal.getMessage());
        }
        assertEquals(snapshot("note:1", null, 0), readThere("note:1"));
    }

    @Test
    void nothingElseIsWrittenInside() {
        List<Runnable> forbidden = List.of(
                () -> records().transaction(tx -> null, "note:2"),
                () -> records().transactionOnce(tx -> null, "note:2"),
                () -> records().write("note:2", 1),
                () -> records().change("note:2", Change.increment("")),
                () -> records().update("note:2", Integer.class, n -> 1),
                () -> records().delete("note:2"));
        for (Runnable one : forbidden) {
            assertEquals(
                    "refused",
                    get(records()
                                    .transaction(
                                            tx -> {
                                                assertThrows(IllegalStateException.class, one::run);
                                                return "refused";
                                            },
                                            "note:1"))
                            .value());
        }
        AtomicReference<RecordTransaction> kept = new AtomicReference<>();
        get(records()
                .transaction(
                        tx -> {
                            kept.set(tx);
                            return null;
                        },
                        "note:1"));
        assertThrows(IllegalStateException.class, () -> kept.get().write("note:1", 1));
        assertThrows(IllegalStateException.class, () -> kept.get().get("note:1"));
        assertEquals(1, get(records().write("note:2", 1)));
    }

    @Test
    void badNamesAndNumbersAreRefusedAtOnce() {
        assertThrows(InvalidNameException.class, () -> records().transaction(tx -> null, "note:1", ""));
        String[] many = IntStream.range(0, 65).mapToObj(i -> "note:" + i).toArray(String[]::new);
        for (String[] ids : List.of(new String[0], many)) {
            assertEquals(
                    "A transaction is of 1 to 64 records",
                    assertThrows(CommandException.class, () -> records().transaction(tx -> null, ids))
                            .getMessage());
        }
        String[] most = Arrays.copyOf(many, 64);
        TransactionResult<Void> done = get(records()
                .transaction(
                        tx -> {
                            List.of(most).forEach(id -> tx.write(id, id));
                            return null;
                        },
                        most));
        assertEquals(64, done.records().size());
        assertTrue(done.records().stream().allMatch(one -> one.version() == 1));
        // Named twice is named once.
        assertEquals(
                1,
                get(records().transaction(tx -> null, "note:1", "note:1"))
                        .records()
                        .size());
    }

    @Test
    void aValueThatIsTooLargeDiscardsAll() {
        CommandException refusal = assertInstanceOf(
                CommandException.class,
                failure(records()
                        .transaction(
                                tx -> {
                                    tx.write("note:1", 1);
                                    tx.write("note:2", "x".repeat(2 << 20));
                                    return null;
                                },
                                "note:1",
                                "note:2")));
        assertEquals("ETOOLARGE", refusal.code());
        assertEquals(snapshot("note:1", null, 0), readThere("note:1"));
    }

    @Test
    void aTransactionThatRunsOnceDoesTheSameAsOneThatRepeats() {
        TransactionResult<Integer> done = get(records()
                .transactionOnce(
                        tx -> {
                            tx.write("note:1", 5);
                            return 7;
                        },
                        "note:1"));
        assertEquals(7, done.value());
        assertEquals(snapshot("note:1", "5", 1), readThere("note:1"));
    }
}
