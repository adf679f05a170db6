package io.meshws.internal.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.protocol.BinaryFrame;
import io.meshws.protocol.pipe.PipeBytes;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pipes between two processes whose connections come and go at random, while a third client tries to get in between. */
abstract class PipesUnrestContract extends MeshSetting {
    private static final int MOVES = 200;

    /** Something happens to the instances. */
    void shake(Random random) {}

    void calm() {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everythingArrivesOnceAndInOrderWhateverHappensToConnections(long seed) {
        for (TestInstance instance : List.of(here, there)) {
            instance.mesh.names().allow(Pattern.compile(".*"), (caller, name) -> true, (caller, name) -> true);
            instance.mesh.pipes().allow(Pattern.compile("[ab]"), Pattern.compile("[ab]"));
        }
        Random random = new Random(seed);
        try (PipeProcess a = new PipeProcess(here, "a");
                PipeProcess b = new PipeProcess(there, "b")) {
            List<Way> ways = List.of(
                    new Way(a.open("b", "p")),
                    new Way(b.open("a", "p")),
                    new Way(a.open("b", "q")),
                    new Way(b.open("a", "q")));
            List<Runnable> noticed = new ArrayList<>();
            for (int i = 0; i < MOVES; i++) {
                PipeProcess process = random.nextBoolean() ? a : b;
                TestInstance next = random.nextBoolean() ? here : there;
                Way way = ways.get(random.nextInt(4));
                switch (random.nextInt(12)) {
                    case 0 -> {
                        process.disconnect();
                        process.connect(next);
                    }
                    case 1 -> {
                        noticed.add(process.abandon());
                        process.connect(next);
                    }
                    case 2 -> {
                        a.disconnect();
                        b.disconnect();
                        a.connect(next);
                        b.connect(random.nextBoolean() ? here : there);
                    }
                    case 3 -> {
                        noticed.forEach(Runnable::run);
                        noticed.clear();
                    }
                    case 4 -> way.from.reads(random.nextBoolean());
                    case 5 -> intrude(next, way, random);
                    case 6 -> process.second();
                    case 7 -> shake(random);
                    default -> way.send(1 + random.nextInt(60));
                }
            }
            calm();
            noticed.forEach(Runnable::run);
            ways.forEach(way -> way.from.reads(true));
            TestInstance.eventually(
                    () -> {
                        a.second();
                        b.second();
                        return ways.stream().allMatch(Way::isTaken);
                    },
                    here,
                    there);

            for (int i = 0; i < 4; i++) {
                Way way = ways.get(i);
                way.sent.forEach(Eventually::get);
                assertEquals(numbers(way.sent.size()), ways.get(i ^ 1).from.taken);
            }
        }
    }

    private static List<Integer> numbers(int last) {
        return IntStream.rangeClosed(1, last).boxed().toList();
    }

    /** Claims the name, and sends frames with the id of the pipe. */
    private static void intrude(TestInstance instance, Way way, Random random) {
        TestClient eve = instance.connect();
        String name = random.nextBoolean() ? "a" : "b";
        eve.call("mesh/take-name", "{\"name\":\"eve\",\"incarnation\":\"eve\"}");
        eve.request("mesh/take-name", "{\"name\":\"" + name + "\",\"incarnation\":\"eve\"}");
        eve.request("mesh/close-pipe", "{\"name\":\"" + name + "\",\"to\":\"b\",\"pipe\":\"p\"}");
        eve.request("mesh/free-name", "{\"name\":\"" + name + "\"}");
        String id = way.from.end.id();
        if (id != null) {
            for (String command : List.of("mesh/pipe", "mesh/pipe-ack", "mesh/pipe-resume")) {
                eve.sendText("{\"command\":\"" + command + "\",\"payload\":{\"id\":\"" + id + "\",\"n\":"
                        + random.nextInt(100) + ",\"data\":666}}");
            }
            eve.sendBinary(new PipeBytes(id, 1, false, BinaryFrame.of(new byte[] {1})).frame());
        }
    }

    /** One direction of a pipe. */
    private static final class Way {
        private final ProcessPipe from;
        private final List<CompletableFuture<Void>> sent = new ArrayList<>();

        Way(ProcessPipe from) {
            this.from = from;
        }

        void send(int count) {
            for (int i = 0; i < count; i++) {
                sent.add(from.send(sent.size() + 1));
            }
        }

        boolean isTaken() {
            return sent.stream().allMatch(CompletableFuture::isDone);
        }
    }
}
