package io.meshws.bench.jmh;

import io.meshws.MeshConfig;
import io.meshws.internal.cluster.memory.MemoryCluster;
import io.meshws.internal.command.CommandScope;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.Handshake;
import io.meshws.internal.connection.Transport;
import io.meshws.internal.host.Environment;
import io.meshws.internal.instance.InstanceObserver;
import io.meshws.internal.instance.MeshInstance;
import io.meshws.protocol.Frame;
import io.meshws.protocol.FrameReader;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;
import io.meshws.protocol.JsonLimits;
import io.meshws.protocol.MalformedFrameException;
import io.meshws.protocol.binding.JsonBinding;
import io.meshws.protocol.patch.Difference;
import io.meshws.protocol.patch.JsonDiff;
import jakarta.json.JsonValue;
import jakarta.json.bind.JsonbBuilder;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The parts of an instance without a container, with a transport that takes each frame at once. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
public class FramePath {
    /** The payload of the bench. */
    static final String PAYLOAD = "{\"at\":\"@1000000000\",\"text\":\"" + "x".repeat(64) + "\"}";

    private static final String REQUEST = FrameText.clientCall(7, "echo", PAYLOAD);
    private static final String EVENT = FrameText.event("said", PAYLOAD);
    private static final int MEMBERS = 200;
    private static final int FIELDS = 20;

    private final FrameReader reader = new FrameReader(JsonLimits.DEFAULT);
    private final JsonValue payload = Json.readTrusted(PAYLOAD);
    private final JsonValue before = Json.readTrusted(document(1));
    private final String afterText = document(2);
    private final JsonValue after = Json.readTrusted(afterText);
    private final MeshInstance mesh = new MeshInstance(
            MeshConfig.builder().build(),
            new MemoryCluster(Duration.ofDays(1), System::nanoTime, System::currentTimeMillis),
            new JsonBinding(JsonbBuilder.create()),
            CommandScope.NONE,
            nobody(),
            Optional.empty(),
            new Environment(Runnable::run, (task, delay) -> () -> {}, System::nanoTime));
    private Connection connection;
    private int sent;

    /** With 20 fields of which one depends on the version. */
    private static String document(int version) {
        StringBuilder text = new StringBuilder("{\"version\":" + version);
        for (int i = 1; i < FIELDS; i++) {
            text.append(",\"field")
                    .append(i)
                    .append("\":{\"name\":\"")
                    .append("x".repeat(20))
                    .append("\",\"n\":1}");
        }
        return text.append('}').toString();
    }

    private static InstanceObserver nobody() {
        return (InstanceObserver) Proxy.newProxyInstance(
                FramePath.class.getClassLoader(),
                new Class<?>[] {InstanceObserver.class},
                (proxy, method, arguments) -> method.getReturnType() == boolean.class ? false : null);
    }

    @Setup
    public void start() {
        mesh.start();
        mesh.commands().expose("echo", call -> call.payload(JsonValue.class));
        for (int i = 0; i < MEMBERS; i++) {
            connection = connect();
            mesh.rooms().add("room", connection.id()).toCompletableFuture().join();
        }
    }

    private Connection connect() {
        return mesh.opened(new Handshake("/mesh", "192.0.2.1", Map.of(), Map.of(), Optional.empty()), new TakingAll());
    }

    private final class TakingAll implements Transport {
        @Override
        public void send(String frame, Done done) {
            sent++;
            done.done(null);
        }

        @Override
        public void close(int code, String reason) {
            // There is nothing to close.
        }
    }

    int sent() {
        return sent;
    }

    @TearDown
    public void stop() {
        mesh.stop().toCompletableFuture().join();
    }

    /** Text of a request to frame. */
    @Benchmark
    public Frame reader() throws MalformedFrameException {
        return reader.read(REQUEST);
    }

    /** Payload to text of a reply. */
    @Benchmark
    public String writer() {
        return FrameText.clientCall(7, "echo", Json.text(payload));
    }

    /** Text of a request to its reply in the hands of the transport. */
    @Benchmark
    public void dispatch() {
        mesh.text(connection, REQUEST);
    }

    /** An event to 200 members. */
    @Benchmark
    public CompletionStage<Void> broadcast() {
        return mesh.broadcastRoom("room", "said", payload);
    }

    /** One frame through an outbox. */
    @Benchmark
    public boolean outbox() {
        return connection.sendFrame(EVENT);
    }

    /** One change among 20 fields. */
    @Benchmark
    public Difference diff() {
        return JsonDiff.between(before, after, afterText.length());
    }
}
