package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CommandException;
import io.meshws.CommandMiddleware;
import io.meshws.RecordSnapshot;
import io.meshws.internal.connection.Connection;
import io.meshws.protocol.MergeStrategy;
import io.meshws.testing.Eventually;
import io.meshws.testing.ManualTransport;
import io.meshws.testing.RecordFollower;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The order and completeness of updates to subscribers of records, on every engine. */
abstract class RecordOrderContract extends RecordsSetting {
    @Test
    void theReplyComesBeforeTheFirstUpdateHoweverLateItIs() {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        CommandMiddleware late = (context, chain) -> context.command().equals("mesh/subscribe-record")
                ? chain.proceed().thenCompose(result -> gate.thenApply(done -> result))
                : chain.proceed();
        here.mesh.commands().use(late);
        TestClient a = here.connect();
        TestClient witness = there.connect();
        if (hasSeveral()) {
            subscribe(witness, "note:1", "full");
        }
        long id = a.request("mesh/subscribe-record", "{\"recordId\":\"note:1\",\"mode\":\"patch\"}");
        Eventually.holds(() -> a.connection().topics().count() == 1);
        for (int i = 1; i <= 3; i++) {
            get(there.mesh.records().write("note:1", Map.of("i", i)));
        }
        assertEquals(List.of(), updates(a));
        gate.complete(null);
        long version = a.reply(id).asJsonObject().getJsonNumber("version").longValue();
        RecordFollower follower = new RecordFollower(a, "note:1");
        Eventually.holds(() -> follower.version() == 3);
        assertTrue(version <= 3);
        assertEquals(json("{\"i\":3}"), follower.value());
    }

    @Test
    void aSubscriptionEndsIfItsReplyBecomesAnError() {
        here.mesh.commands().use((context, chain) -> chain.proceed().thenApply(result -> {
            throw new CommandException("EMINE", "no");
        }));
        TestClient a = here.connect();
        assertEquals("EMINE", code(a.call("mesh/subscribe-record", "{\"recordId\":\"note:1\"}")));
        Eventually.holds(() -> a.connection().topics().count() == 0);
        get(there.mesh.records().write("note:1", 1));
        assertEquals(List.of(), updates(a));
    }

    @Test
    void nothingIsLostOrDoubledWhileSubscribingUnderConstantWrites() {
        AtomicBoolean writing = new AtomicBoolean(true);
        CompletableFuture<Void> writers = CompletableFuture.allOf(List.of(here, there).stream()
                .map(instance -> CompletableFuture.runAsync(() -> {
                    int i = 0;
                    do {
                        get(instance.mesh.records().write("note:1", Map.of("k" + i % 7, i), MergeStrategy.MERGE));
                        i++;
                    } while (writing.get());
                }))
                .toArray(CompletableFuture[]::new));
        List<RecordFollower> followers = new ArrayList<>();
        try {
            Eventually.holds(() -> get(here.mesh.records().get("note:1")).version() > 0);
            for (int i = 0; i < 40; i++) {
                TestClient client = (i % 2 == 0 ? here : there).connect();
                subscribe(client, "note:1", i % 4 < 2 ? "patch" : "full");
                followers.add(new RecordFollower(client, "note:1"));
            }
        } finally {
            writing.set(false);
        }
        get(writers);
        RecordSnapshot last = get(here.mesh.records().get("note:1"));
        for (RecordFollower follower : followers) {
            Eventually.holds(() -> follower.version() == last.version());
            assertEquals(last.value().orElseThrow(), follower.value());
            assertEquals(List.of(), follower.faults());
        }
    }

    @Test
    void concurrentMergesOnAllInstancesLoseNothing() {
        int writers = 8;
        int each = 100;
        List<RecordFollower> followers = new ArrayList<>();
        for (TestInstance instance : List.of(here, there)) {
            for (String mode : List.of("patch", "full")) {
                TestClient client = instance.connect();
                subscribe(client, "note:1", mode);
                followers.add(new RecordFollower(client, "note:1"));
            }
        }
        CompletableFuture<?>[] done = IntStream.range(0, writers)
                .mapToObj(writer -> CompletableFuture.runAsync(() -> {
                    TestInstance instance = writer % 2 == 0 ? here : there;
                    List<CompletionStage<Long>> written = new ArrayList<>();
                    for (int i = 0; i < each; i++) {
                        written.add(instance.mesh
                                .records()
                                .write("note:1", Map.of("w" + writer + "-" + i, i), MergeStrategy.MERGE));
                    }
                    written.forEach(Eventually::get);
                }))
                .toArray(CompletableFuture[]::new);
        get(CompletableFuture.allOf(done));
        RecordSnapshot last = get(here.mesh.records().get("note:1"));
        assertEquals(writers * each, last.version());
        assertEquals(writers * each, last.value().orElseThrow().asJsonObject().size());
        for (RecordFollower follower : followers) {
            Eventually.holds(() -> follower.version() == last.version());
            assertEquals(last.value().orElseThrow(), follower.value());
            assertEquals(List.of(), follower.faults());
        }
    }

    @Test
    void aSlowReaderIsSentTheLastValueWhenItReads() {
        ManualTransport transport = new ManualTransport();
        Connection slow = here.connect(transport);
        RecordFollower other = new RecordFollower(here.connect(), "note:1");
        subscribe(other.client(), "note:1", "patch");
        here.mesh.text(
                slow,
                "{\"id\":1,\"command\":\"mesh/subscribe-record\",\"payload\":{\"recordId\":\"note:1\",\"mode\":\"patch\"}}");
        Eventually.holds(() -> transport.sent().size() == 2);
        transport.hold();
        int writes = 10_000;
        CompletionStage<Long> last = null;
        for (int i = 1; i <= writes; i++) {
            last = there.mesh.records().write("note:1", Map.of("i", i));
            if (i % 1000 == 0) {
                get(last);
            }
        }
        assertEquals(writes, get(last));
        Eventually.holds(() -> other.client().events("mesh/record-update").size() == writes);
        assertTrue(slow.isOpen());
        assertEquals(List.of(), transport.closeCodes());
        Eventually.holds(() -> {
            transport.release(20);
            here.mesh.tick();
            List<String> sent = transport.sent();
            return sent.get(sent.size() - 1).contains("\"version\":" + writes + "}");
        });
        assertTrue(transport.sent().size() < 1000, "" + transport.sent().size());
        assertTrue(transport.sent().get(transport.sent().size() - 1).contains("\"full\":{\"i\":" + writes + "}"));
        get(there.mesh.records().write("note:1", Map.of("i", 0)));
        Eventually.holds(() -> {
            transport.release(20);
            List<String> sent = transport.sent();
            return sent.get(sent.size() - 1).contains("\"patch\"");
        });
    }

    @Test
    void writesOfOneThreadTakeEffectInTheirOrder() {
        List<CompletionStage<Long>> written = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            written.add(here.mesh.records().write("note:1", i));
        }
        for (int i = 0; i < 300; i++) {
            assertEquals(i + 1L, get(written.get(i)));
        }
        assertEquals(
                Optional.of(json("299")),
                get(there.mesh.records().get("note:1")).value());
        assertEquals(
                IntStream.range(0, 300).mapToObj(Integer::toString).toList(),
                here.recordsChanged.stream().map(e -> e.value().toString()).toList());
    }
}
