package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Frame;
import io.meshws.protocol.FrameText;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServerRequestsTest {
    private final ScriptedServer server = new ScriptedServer();
    private MeshClient client;

    @BeforeEach
    void connect() {
        client = server.connected();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private String answerTo(String command, String payload) throws InterruptedException {
        server.send(FrameText.serverCall("s:1-a", command, payload));
        Frame.ServerCall reply = assertInstanceOf(Frame.ServerCall.class, server.next());
        assertEquals("s:1-a", reply.id());
        assertEquals("mesh/reply", reply.command());
        return reply.payload().toString();
    }

    @Test
    void aValueIsTheAnswer() throws Exception {
        client.onRequest("double", int.class, n -> n * 2);
        client.onRequest("nothing", String.class, text -> null);
        assertEquals("42", answerTo("double", "21"));
        assertEquals("null", answerTo("nothing", "\"x\""));
    }

    @Test
    void aStageIsAnsweredWhenItCompletes() throws Exception {
        CompletableFuture<List<String>> later = new CompletableFuture<>();
        client.onRequest("later", String.class, text -> later);
        client.onRequest("ready", String.class, text -> {
            later.complete(List.of("a", "b"));
            return CompletableFuture.completedFuture(text);
        });
        server.send(FrameText.serverCall("s:0", "later", "1"));
        // Does not fit: answered at once, while the other handler has not even run.
        assertEquals("s:0", ((Frame.ServerCall) server.next()).id());
        server.send(FrameText.serverCall("s:1", "later", "\"x\""));
        server.send(FrameText.serverCall("s:2", "ready", "\"y\""));
        assertEquals("[\"a\",\"b\"]", server.next().payload().toString());
        assertEquals("\"y\"", server.next().payload().toString());
    }

    @Test
    void onlyErrorsMeantForTheServerShowTheirText() throws Exception {
        client.onRequest("refuse", String.class, text -> {
            throw new MeshClientException(ErrorCode.EFORBIDDEN, "Not now");
        });
        client.onRequest("fail", String.class, text -> {
            throw new IllegalStateException("secret");
        });
        client.onRequest(
                "late",
                String.class,
                text -> CompletableFuture.supplyAsync(() -> {
                    throw new MeshClientException("EOWN", "OwnError", "Mine");
                }));
        assertEquals(
                "{\"error\":\"Not now\",\"code\":\"EFORBIDDEN\",\"name\":\"AccessError\"}", answerTo("refuse", "\"\""));
        assertEquals(
                "{\"error\":\"The client's handler failed\",\"code\":\"ESERVER\",\"name\":\"Error\"}",
                answerTo("fail", "\"\""));
        assertEquals("{\"error\":\"Mine\",\"code\":\"EOWN\",\"name\":\"OwnError\"}", answerTo("late", "\"\""));
    }

    @Test
    void aResultThatCannotBeWrittenIsAFailure() throws Exception {
        List<Object> self = new ArrayList<>();
        self.add(self);
        client.onRequest("self", String.class, text -> self);
        assertEquals(
                "{\"error\":\"The client's handler failed\",\"code\":\"ESERVER\",\"name\":\"Error\"}",
                answerTo("self", "\"\""));
    }

    @Test
    void anUnknownRequestIsNotFound() throws Exception {
        Subscription once = client.onRequest("once", String.class, text -> text);
        once.close();
        assertEquals(
                "{\"error\":\"Command \\\"once\\\" not found\",\"code\":\"ENOTFOUND\",\"name\":\"CommandError\"}",
                answerTo("once", "\"x\""));
    }

    @Test
    void aNameHasOneHandler() {
        Subscription first = client.onRequest("x", String.class, text -> text);
        assertThrows(IllegalStateException.class, () -> client.onRequest("x", String.class, text -> text));
        first.close();
        client.onRequest("x", String.class, text -> text);
    }
}
