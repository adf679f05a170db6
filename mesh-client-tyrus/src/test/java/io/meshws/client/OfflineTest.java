package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands while the link is broken, and those that were under way when it broke. */
@Timeout(60)
class OfflineTest extends OfflineSetting {
    @Test
    void theyWaitAndAreSentInTheirOrder() throws Exception {
        connect(builder -> {});
        breakLink();
        List<CompletableFuture<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 10; i += 2) {
            calls.add(client.command("echo", i, Integer.class));
            client.send("event", i + 1);
        }
        server.echo();
        mend();
        calls.add(client.command("echo", 10, Integer.class));
        for (int i = 0; i <= 10; i++) {
            assertEquals(Integer.toString(i), server.next().payload().toString());
        }
        for (int i = 0; i < calls.size(); i++) {
            assertEquals(2 * i, Eventually.get(calls.get(i)));
        }
    }

    @Test
    void theyMayFailAtOnceInstead() {
        connect(builder -> builder.whenOffline(WhenOffline.FAIL));
        breakLink();
        assertEquals(
                "EGONE",
                ClientFailure.of(client.command("echo", 1, Integer.class)).code());
        assertEquals(
                "EGONE",
                assertThrows(MeshClientException.class, () -> client.commandSync("echo", 1, Integer.class))
                        .code());
        assertEquals(
                "EGONE",
                assertThrows(MeshClientException.class, () -> client.send("event", 1))
                        .code());
    }

    @Test
    void onlySoManyWait() {
        connect(builder -> builder.maxQueuedCommands(2));
        breakLink();
        client.command("echo", 1, Integer.class);
        client.command("echo", 2, Integer.class);
        assertEquals(
                "EBUSY",
                ClientFailure.of(client.command("echo", 3, Integer.class)).code());
        assertEquals(
                "EBUSY",
                assertThrows(MeshClientException.class, () -> client.send("event", 1))
                        .code());
    }

    @Test
    void onlySoMuchWaits() {
        connect(builder -> builder.maxQueuedCharacters(1000));
        breakLink();
        CompletableFuture<String> first = client.command("echo", "x".repeat(600), String.class);
        assertEquals(
                "EBUSY",
                ClientFailure.of(client.command("echo", "x".repeat(600), String.class))
                        .code());
        first.cancel(true);
        CompletableFuture<String> third = client.command("echo", "x".repeat(600), String.class);
        server.echo();
        mend();
        assertEquals(600, Eventually.get(third).length(), "what nobody waits for any more leaves room");
    }

    @Test
    void theyWaitNoLongerThanTheirTime() {
        connect(builder -> {});
        breakLink();
        CompletableFuture<Integer> call = client.command("echo", 1, Integer.class, Duration.ofMillis(1));
        timers.jump(Duration.ofMillis(1));
        MeshClientException e = ClientFailure.of(call);
        assertEquals("ETIMEOUT", e.code());
        assertTrue(e.getMessage().contains("not sent"), e.getMessage());
    }

    @Test
    void theyFailWhenTheClientGivesUp() {
        connect(builder -> builder.reconnect(ReconnectPolicy.DEFAULT.attempts(1)));
        breakLink();
        CompletableFuture<Integer> call = client.command("echo", 1, Integer.class);
        server.withoutId();
        timers.advance(Duration.ofSeconds(20));
        Eventually.holds("given up", () -> {
            timers.advance(Duration.ofSeconds(1));
            return client.state() instanceof ConnectionState.Offline;
        });
        assertEquals("ETIMEOUT", ClientFailure.of(call).code(), "why the last attempt failed");
        assertEquals(
                "EGONE",
                ClientFailure.of(client.command("echo", 1, Integer.class)).code());
    }

    @Test
    void commandsInFlightHaveAnUnknownOutcome() throws Exception {
        connect(builder -> {});
        CompletableFuture<Integer> call = client.command("pay", 1, Integer.class);
        server.next();
        breakLink();
        MeshClientException e = ClientFailure.of(call);
        assertEquals("EUNKNOWN", e.code());
        assertEquals("OutcomeError", e.name());
        assertTrue(e.getMessage().contains("\"pay\"") && e.getMessage().contains("1001"), e.getMessage());
    }

    @Test
    void readingIsRepeatedWithoutANumber() throws Exception {
        connect(builder -> {});
        CompletableFuture<Integer> metadata = client.getConnectionMetadata(Integer.class);
        server.next();
        breakLink();
        server.onCall((s, call) -> s.reply(call, "{\"metadata\":5}"));
        mend();
        assertEquals(5, Eventually.get(metadata));
    }
}
