package io.meshws.bench;

import io.meshws.bench.Scenario.Setting;
import io.meshws.testing.ChildProcess;
import io.meshws.testing.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The processes of one party. */
final class Running implements AutoCloseable {
    private final Party party;
    private final List<ChildProcess> processes = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();

    /**
     * Starts them; {@link #awaitReady()} follows.
     *
     * @param redis one for this party alone; empty if there is none
     */
    Running(Party party, Setting setting, String redis) {
        this.party = party;
        for (int i = 0; i < (setting == Setting.TWO ? 2 : 1); i++) {
            int port = FreePort.find();
            Path home = Options.SERVERS.resolve(
                    party.key + "-" + ProcessHandle.current().pid() + "-" + port);
            try {
                Files.createDirectories(home);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            processes.add(ChildProcess.start(home, party.server.command(home, port, redis), Map.of()));
            ports.add(port);
        }
    }

    /** Returns when all of them take handshakes; fails if one ends, or gives up. */
    void awaitReady() {
        for (int i = 0; i < ports.size(); i++) {
            int port = ports.get(i);
            processes.get(i).awaitReady(() -> Link.accepts(port, party.wire.path()), party.server.refusal());
        }
    }

    Party party() {
        return party;
    }

    List<Integer> ports() {
        return ports;
    }

    /** The processor time of all of them so far. */
    Duration cpu() {
        return processes.stream().map(ChildProcess::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public void close() {
        processes.forEach(ChildProcess::close);
    }
}
