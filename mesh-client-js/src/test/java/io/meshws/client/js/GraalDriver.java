package io.meshws.client.js;

import io.meshws.conformance.Driver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/** The browser client's driver in this JVM: one thread runs the JavaScript, and timers and sockets of the JDK wake it. */
final class GraalDriver implements Driver {
    private static final String BROWSER =
            """
            globalThis.setTimeout = (action, delay = 0) => after(action, delay);
            globalThis.clearTimeout = (timer) => cancel(timer ?? -1);
            globalThis.crypto = {
              getRandomValues: (numbers) => numbers.map((zero, i) => (numbers[i] = Math.random() * 2 ** 32)),
            };
            globalThis.WebSocket = class {
              readyState = 0;
              constructor(url) {
                this.socket = open(url, (event, ...values) => this[event](...values));
              }
              opened() {
                this.readyState = 1;
                this.onopen?.({});
              }
              text(data) {
                this.onmessage?.({ data });
              }
              closed(code, reason) {
                this.readyState = 3;
                this.onclose?.({ code, reason });
              }
              send(data) {
                this.socket("send", data);
              }
              close(code, reason) {
                this.readyState = 2;
                this.socket("close", reason, code);
              }
            };
            (module, say) => {
              const driver = new module.Driver(say);
              return (text) => driver.line(text);
            }""";

    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Map<Integer, Future<?>> timers = new HashMap<>();
    private int lastTimer;
    private Context js;
    private Value driver;

    /** @param file the module with the class {@code Driver} */
    GraalDriver(Path file) {
        inLoop(() -> {
            js = Context.newBuilder("js")
                    .allowAllAccess(true)
                    .option("engine.WarnInterpreterOnly", "false")
                    .option("js.esm-eval-returns-exports", "true")
                    .build();
            Value global = js.getBindings("js");
            global.putMember("after", (ProxyExecutable) this::after);
            global.putMember("cancel", (ProxyExecutable) this::cancel);
            global.putMember("open", (ProxyExecutable) this::open);
            Value module = js.eval(Source.newBuilder("js", file.toFile())
                    .mimeType("application/javascript+module")
                    .build());
            ProxyExecutable say = values -> lines.add(values[0].asString());
            driver = js.eval("js", BROWSER).execute(module, say);
            return null;
        });
    }

    private void inLoop(Callable<?> task) {
        try {
            loop.submit(task).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Object after(Value... values) {
        int number = ++lastTimer;
        Runnable due = () -> {
            timers.remove(number);
            values[0].executeVoid();
        };
        timers.put(number, loop.schedule(due, (long) values[1].asDouble(), TimeUnit.MILLISECONDS));
        return number;
    }

    private Object cancel(Value... values) {
        Future<?> timer = timers.remove(values[0].asInt());
        return timer != null && timer.cancel(false);
    }

    /** Answers with a function that sends and closes. */
    private Object open(Value... values) {
        Value tell = values[1];
        AtomicReference<CompletableFuture<WebSocket>> sent = new AtomicReference<>(
                http.newWebSocketBuilder().buildAsync(URI.create(values[0].asString()), new Listener(tell)));
        sent.get().exceptionally(failure -> {
            loop.execute(() -> tell.executeVoid("closed", 1006, ""));
            return null;
        });
        return (ProxyExecutable) call -> {
            boolean sends = call[0].asString().equals("send");
            String what = call[1].asString();
            int code = sends ? 0 : call[2].asInt();
            sent.updateAndGet(before ->
                    before.thenCompose(socket -> sends ? socket.sendText(what, true) : socket.sendClose(code, what)));
            return null;
        };
    }

    private final class Listener implements WebSocket.Listener {
        private final Value tell;
        private final StringBuilder text = new StringBuilder();

        private Listener(Value tell) {
            this.tell = tell;
        }

        @Override
        public void onOpen(WebSocket socket) {
            loop.execute(() -> tell.executeVoid("opened"));
            socket.request(1);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                String data = text.toString();
                text.setLength(0);
                loop.execute(() -> tell.executeVoid("text", data));
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            loop.execute(() -> tell.executeVoid("closed", code, reason));
            return null;
        }
    }

    @Override
    public void tell(String line) {
        loop.execute(() -> driver.executeVoid(line));
    }

    @Override
    public String next(Duration patience) throws InterruptedException {
        return lines.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** How many timers the client left. */
    int timers() {
        inLoop(() -> null);
        return timers.size();
    }

    @Override
    public void close() {
        inLoop(() -> {
            js.close();
            return null;
        });
        loop.shutdownNow();
    }
}
