package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.FrameText;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.adapter.JsonbAdapter;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Replies and events as Java types: the client's Jsonb reads them, and never changes a value. */
@Timeout(60)
class TypedPayloadsTest {
    private final ScriptedServer server = new ScriptedServer().echo();
    private MeshClient client;

    public record Page(List<Integer> items, int total) {}

    public static final class Money {
        private final long cents;

        private Money(long cents) {
            this.cents = cents;
        }
    }

    public record Order(Money price) {}

    public static class MoneyAdapter implements JsonbAdapter<Money, String> {
        @Override
        public String adaptToJson(Money money) {
            return money.cents + "c";
        }

        @Override
        public Money adaptFromJson(String text) {
            return new Money(Long.parseLong(text.replace("c", "")));
        }
    }

    @BeforeEach
    void connect() {
        client = MeshClient.builder(server.uri())
                .binding(JsonbBuilder.create(new JsonbConfig().withAdapters(new MoneyAdapter())))
                .build();
        client.connectSync();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void repliesAreReadByTheClientsJsonb() {
        assertEquals(12, client.commandSync("echo", "12c", Money.class).cents);
        assertEquals(
                5,
                client.command("echo", Map.of("price", "5c"), Order.class)
                        .join()
                        .price()
                        .cents);
        assertEquals(OptionalInt.empty(), client.commandSync("echo", null, OptionalInt.class));
    }

    @Test
    void aReplyThatWouldLoseSomethingFailsTheCall() {
        MeshClientException e = assertThrows(
                MeshClientException.class,
                () -> client.commandSync("echo", Map.of("items", List.of(1, 1.5), "total", 1), Page.class));
        assertEquals("EPAYLOAD", e.code());
        assertTrue(e.getMessage().contains("payload.items[1]: expected an integer"), e::getMessage);
    }

    @Test
    void aTypeThatCannotBeMadeIsRefusedBeforeAnythingIsSentOrHeard() {
        assertThrows(IllegalArgumentException.class, () -> client.on("x", Runnable.class, Runnable::run));
        assertThrows(IllegalArgumentException.class, () -> client.onRequest("x", Runnable.class, task -> null));
        assertThrows(IllegalArgumentException.class, () -> client.commandSync("echo", Map.of(), Runnable.class));
        CompletionException later =
                assertThrows(CompletionException.class, () -> client.command("echo", Map.of(), Runnable.class)
                        .join());
        assertEquals(IllegalArgumentException.class, later.getCause().getClass());
    }

    @Test
    void eventsAreReadByTheClientsJsonb() throws Exception {
        BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
        client.on("price", Money.class, money -> heard.add(money.cents));
        client.on("page", Page.class, heard::add);
        server.send(FrameText.event("price", "\"7c\""));
        server.send(FrameText.event("page", "{\"items\":[],\"total\":1.5}"));
        server.send(FrameText.event("page", "{\"items\":[],\"total\":2.0}"));

        assertEquals(7L, heard.poll(10, TimeUnit.SECONDS));
        assertEquals(new Page(List.of(), 2), heard.poll(10, TimeUnit.SECONDS));
    }
}
