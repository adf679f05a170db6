package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request that may be repeated is repeated only to a server that surely knows its fate. */
@Timeout(60)
class RepeatedTest extends OfflineSetting {
    private static final CommandOptions REPEATABLE =
            CommandOptions.DEFAULT.repeatable(true).timeout(Duration.ofHours(1));

    /** For the connections that follow. */
    private void serverSays(String more) {
        server.onOpen(
                s -> s.send("{\"command\":\"mesh/assign-id\",\"payload\":\"c-" + s.connections() + "\"" + more + "}"));
    }

    private static String once(String frame) {
        return Json.readTrusted(frame).asJsonObject().get("once").toString();
    }

    private CompletableFuture<Integer> pay() {
        return client.command("pay", 1, Integer.class, REPEATABLE);
    }

    private CompletableFuture<Integer> lost() throws InterruptedException {
        CompletableFuture<Integer> call = pay();
        server.nextText();
        breakLink();
        return call;
    }

    @Test
    void itIsAnsweredOnce() throws Exception {
        serverSays(",\"once\":300");
        connect(builder -> {});
        CompletableFuture<Integer> call = pay();
        String first = server.nextText();
        breakLink();
        server.onCall((s, again) -> s.reply(again, "7"));
        mend();
        assertEquals(7, Eventually.get(call));
        String second = server.nextText();
        assertEquals(once(first), once(second), "under the same number");
        client.command("pay", 2, Integer.class, REPEATABLE);
        String third = once(server.nextText());
        assertTrue(third.endsWith(",\"number\":2,\"answered\":1}"), third);
    }

    @Test
    void aServerThatRemembersNothingIsNotAskedTwice() throws Exception {
        connect(builder -> {});
        CompletableFuture<Integer> call = pay();
        assertFalse(server.nextText().contains("once"));
        breakLink();
        assertEquals("EUNKNOWN", ClientFailure.of(call).code());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                ",\"once\":300                 | -",
                ",\"once\":300                 | ,\"once\":0",
                ",\"once\":300                 | ,\"once\":300,\"memory\":\"a\"",
                ",\"once\":300,\"memory\":\"a\" | ,\"once\":300",
                ",\"once\":300,\"memory\":\"a\" | ,\"once\":300,\"memory\":\"b\""
            })
    void norIsOneThatCannotKnowIt(String first, String next) throws Exception {
        serverSays(first);
        connect(builder -> {});
        CompletableFuture<Integer> call = lost();
        serverSays(next == null ? "" : next);
        CompletableFuture<Integer> fresh = pay();
        mend();
        assertEquals("EUNKNOWN", ClientFailure.of(call).code());
        server.nextText();
        assertFalse(fresh.isDone(), "what was never sent goes to any server");
    }

    @Test
    void theSameMemoryIsAskedAgain() throws Exception {
        serverSays(",\"once\":300,\"memory\":\"a\"");
        connect(builder -> {});
        CompletableFuture<Integer> call = lost();
        server.onCall((s, again) -> s.reply(again, "7"));
        mend();
        assertEquals(7, Eventually.get(call));
    }

    @Test
    void norIsOneThatMayHaveForgottenItByThen() throws Exception {
        serverSays(",\"once\":300");
        connect(builder -> builder.reconnect(
                ReconnectPolicy.DEFAULT.ceiling(Duration.ofMinutes(5)).first(Duration.ofMinutes(5))));
        CompletableFuture<Integer> call = lost();
        timers.jump(Duration.ofMinutes(5));
        assertEquals("EUNKNOWN", ClientFailure.of(call).code());
    }

    @Test
    void timeDuringWhichTheMachineSleptCounts() throws Exception {
        serverSays(",\"once\":300");
        connect(builder -> {});
        CompletableFuture<Integer> call = lost();
        timers.sleep(Duration.ofMinutes(10));
        mend();
        assertEquals("EUNKNOWN", ClientFailure.of(call).code());
    }

    @Test
    void theOutcomeOfOneThatWaitsToBeRepeatedIsUnknownWhenTheClientIsClosed() throws Exception {
        serverSays(",\"once\":300");
        connect(builder -> {});
        CompletableFuture<Integer> call = lost();
        CompletableFuture<Integer> fresh = pay();
        client.close();
        assertEquals("EUNKNOWN", ClientFailure.of(call).code());
        assertEquals("EGONE", ClientFailure.of(fresh).code(), "it was never sent");
    }

    @Test
    void norIsItKnownWhenTheAttemptsAreUsedUp() throws Exception {
        serverSays(",\"once\":300");
        connect(builder -> builder.reconnect(ReconnectPolicy.DEFAULT.attempts(1)));
        CompletableFuture<Integer> call = lost();
        server.withoutId();
        Eventually.holds("given up", () -> {
            timers.advance(Duration.ofSeconds(1));
            return client.state() instanceof ConnectionState.Offline;
        });
        assertEquals("EUNKNOWN", ClientFailure.of(call).code());
    }

    /** The server stops reading, so that later frames wait in the client. */
    private CompletableFuture<Integer> stuck(CountDownLatch release) throws InterruptedException {
        server.onCall((s, call) -> {
            try {
                assertTrue(release.await(30, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        client.command("block", null, Integer.class);
        server.nextText();
        client.command("long", "x".repeat(15_000_000), String.class);
        return client.command("pay", 1, Integer.class);
    }

    @Test
    void aCommandSentBeforeTheCloseFrameMayTakeEffect() throws Exception {
        connect(builder -> {});
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Integer> call = stuck(release);
        client.close();
        assertEquals("EUNKNOWN", ClientFailure.of(call).code());
        release.countDown();
    }

    @Test
    void aCommandSentBeforeTheCloseFrameIsNotSentOnTheNextConnection() throws Exception {
        connect(builder -> {});
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Integer> call = stuck(release);
        server.send("no frame");
        assertEquals("EUNKNOWN", ClientFailure.of(call).code());
        assertNull(server.closed.getNow(null), "the first connection still waits to be read");
        release.countDown();
    }
}
