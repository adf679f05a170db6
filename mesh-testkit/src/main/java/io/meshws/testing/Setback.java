package io.meshws.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A Redis that goes back to an earlier state. Not thread-safe. */
public abstract class Setback implements AutoCloseable {
    private static final String MARK = "mark";
    /** Longer than an instance's heartbeat. */
    private static final Duration LOST = Duration.ofMillis(1500);

    private long remembered;

    private final List<EmbeddedRedis> servers = new ArrayList<>();

    /** The way in which it goes back. */
    public enum Way {
        /** It ends, and starts with an older file. */
        RESTART,
        /** It loads an older file while it runs, and keeps its connections. */
        IN_PLACE,
        /** It ends, and the Sentinel promotes a replica that had lost the master before. */
        FAILOVER
    }

    public static Setback of(Way way, Path directory) {
        return way == Way.FAILOVER ? new Failover(directory) : new File(directory, way == Way.RESTART);
    }

    public abstract String uri();

    /** Everything written from now on will be lost. */
    public final void remember() {
        beginToLose();
        master().command("SET " + MARK + " 1");
        remembered = System.nanoTime();
    }

    /** Goes back to the state at {@link #remember}, which by then is at least 1.5 s ago. */
    public final void goBack() {
        Eventually.holds(() -> System.nanoTime() - remembered >= LOST.toNanos());
        lose();
        if (!master().command("EXISTS " + MARK).equals(":0")) {
            throw new AssertionError("Redis did not go back");
        }
    }

    /**
     * The connections of instances that listen to channels. If they are the same later, none of them broke meanwhile, so no
     * instance missed a message.
     */
    public final Set<String> listening() {
        return master().text("CLIENT LIST TYPE pubsub")
                .lines()
                .filter(client -> !client.contains(" name=sentinel"))
                .map(client -> client.substring(0, client.indexOf(" fd=")))
                .collect(Collectors.toSet());
    }

    abstract EmbeddedRedis master();

    abstract void beginToLose();

    abstract void lose();

    EmbeddedRedis server(EmbeddedRedis server) {
        servers.add(server);
        return server;
    }

    @Override
    public void close() {
        servers.forEach(EmbeddedRedis::close);
    }

    private static final class File extends Setback {
        private final EmbeddedRedis redis;
        private final boolean restarts;

        File(Path directory, boolean restarts) {
            this.redis = server(EmbeddedRedis.started("--dir", directory.toString()));
            this.restarts = restarts;
        }

        @Override
        public String uri() {
            return redis.uri();
        }

        @Override
        EmbeddedRedis master() {
            return redis;
        }

        @Override
        void beginToLose() {
            redis.command("SAVE");
        }

        @Override
        void lose() {
            if (restarts) {
                redis.kill();
                redis.start();
            } else {
                redis.command("DEBUG RELOAD NOSAVE");
            }
        }
    }

    private static final class Failover extends Setback {
        /** No program listens there. */
        private static final int NOBODY = 1;

        private final EmbeddedRedis sentinel;
        private final EmbeddedRedis replica;
        private EmbeddedRedis master;

        Failover(Path directory) {
            EmbeddedRedis first = server(EmbeddedRedis.started());
            master = first;
            replica = server(EmbeddedRedis.started("--replicaof", "127.0.0.1", "" + first.port()));
            Eventually.holds(() -> replica.text("INFO replication").contains("master_link_status:up"));
            sentinel = server(EmbeddedRedis.sentinel(settings(directory, first.port())));
            Eventually.holds(() -> sentinel.text("INFO sentinel").contains("slaves=1"));
        }

        private static Path settings(Path directory, int port) {
            try {
                // The Sentinel would have the replica follow the master again, after the time of a failover.
                return Files.writeString(
                        directory.resolve("sentinel.conf"),
                        """
                        sentinel monitor main 127.0.0.1 %d 1
                        sentinel down-after-milliseconds main 500
                        sentinel failover-timeout main 60000
                        """
                                .formatted(port));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String uri() {
            return "redis-sentinel://127.0.0.1:" + sentinel.port() + "/main";
        }

        @Override
        EmbeddedRedis master() {
            return master;
        }

        @Override
        void beginToLose() {
            replica.command("REPLICAOF 127.0.0.1 " + NOBODY);
        }

        @Override
        void lose() {
            master.kill();
            Eventually.holds(() -> sentinel.text("INFO sentinel").contains("address=127.0.0.1:" + replica.port()));
            Eventually.holds(() -> replica.text("INFO replication").contains("role:master"));
            master = replica;
        }
    }
}
