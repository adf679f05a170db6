package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.client.MeshClient;
import io.meshws.it.team.TeamCommands;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Measures the throughput and the cost of the Java client, with a server in a process of its own. Prints figures. */
@Tag("long")
class ClientFiguresIT {
    private static final int IN_FLIGHT = 100;
    private static final int ROUNDS = 3;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration MEASURED = Duration.ofSeconds(10);
    private static final int CLIENTS = 1000;

    private static ServerProcess server;

    @BeforeAll
    static void start() {
        server = ServerProcess.launch(Wars.withMesh().addPackage(TeamCommands.class.getPackage()), Map.of())
                .awaitReady();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void echoesOfOneClient() throws Exception {
        List<Long> mesh = new ArrayList<>();
        List<Long> tyrus = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            try (EchoRate rate = EchoRate.ofTyrus(server.uri("/mesh"))) {
                tyrus.add(measure(rate));
            }
            try (EchoRate rate = EchoRate.ofMesh(server.uri("/mesh"))) {
                mesh.add(measure(rate));
            }
        }
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        report(
                "%d echoes in flight: %s a second with mesh's client, %s with Tyrus alone, %.0f %% of it at best; load %.1f on"
                        + " %d processors",
                IN_FLIGHT,
                mesh,
                tyrus,
                100.0 * max(mesh) / max(tyrus),
                load,
                Runtime.getRuntime().availableProcessors());
    }

    private static long measure(EchoRate rate) {
        rate.begin(IN_FLIGHT);
        rate.measure(WARM_UP);
        return rate.measure(MEASURED);
    }

    private static long max(List<Long> rates) {
        return rates.stream().mapToLong(Long::longValue).max().orElseThrow();
    }

    @Test
    void memoryOfAClient() {
        List<MeshClient> clients = new ArrayList<>();
        try {
            connect(clients, 1);
            long before = usedMemory();
            connect(clients, CLIENTS);
            report("%d clients: %d bytes each", CLIENTS, (usedMemory() - before) / CLIENTS);
        } finally {
            clients.forEach(client -> CompletableFuture.runAsync(client::close));
        }
    }

    private static void connect(List<MeshClient> clients, int number) {
        List<CompletableFuture<String>> connecting = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            MeshClient client = MeshClient.builder(server.uri("/mesh"))
                    .connectTimeout(Duration.ofMinutes(2))
                    .requestTimeout(Duration.ofMinutes(2))
                    .build();
            clients.add(client);
            client.on("told", String.class, text -> {});
            connecting.add(client.connect());
        }
        connecting.forEach(CompletableFuture::join);
        clients.forEach(client -> assertEquals(7, client.commandSync("echo", 7, Integer.class)));
    }

    private static long usedMemory() {
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static void report(String what, Object... arguments) {
        System.out.printf("Java client on %s: %s%n", ServerKind.current(), String.format(what, arguments));
    }
}
