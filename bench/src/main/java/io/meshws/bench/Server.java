package io.meshws.bench;

import io.meshws.testing.ServerCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How the program of a party is started. */
enum Server {
    PAYARA {
        @Override
        List<String> command(Path home, int port, String redis) {
            Path preboot = home.resolve("preboot.txt");
            try {
                Files.writeString(preboot, PAYARA_LISTENS + "\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return ServerCommands.payaraMicro(
                    java(home, redis), Options.SERVERS.resolve("payara-micro.jar"), preboot, WAR, port);
        }

        @Override
        String refusal() {
            return "Exception while loading the app";
        }
    },

    WILDFLY {
        @Override
        List<String> command(Path home, int port, String redis) {
            return wildFly(home, port, redis, Map.of());
        }

        @Override
        String refusal() {
            return "WFLYSRV0026";
        }
    },

    /** With frames read and commands run by the threads for I/O. */
    WILDFLY_IO {
        @Override
        List<String> command(Path home, int port, String redis) {
            return wildFly(home, port, redis, Map.of("<websockets/>", "<websockets dispatch-to-worker=\"false\"/>"));
        }

        @Override
        String refusal() {
            return "WFLYSRV0026";
        }
    },

    SOCKET_IO {
        @Override
        List<String> command(Path home, int port, String redis) {
            return node("socketio.mjs", port, redis);
        }
    },

    REALTIME {
        @Override
        List<String> command(Path home, int port, String redis) {
            return node("realtime.mjs", port, redis);
        }
    },

    NETTY {
        @Override
        List<String> command(Path home, int port, String redis) {
            List<String> command = new ArrayList<>(java(home, ""));
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), NettySocketIo.class.getName()));
            command.add(String.valueOf(port));
            return command;
        }
    },

    /** From its source: the build may run on an older JDK than {@link Options#JDK21}. */
    ATMOSPHERE {
        @Override
        List<String> command(Path home, int port, String redis) {
            Path module = Options.ROOT.resolve("bench-atmosphere");
            List<String> command = new ArrayList<>(java(home, ""));
            command.set(0, Options.JDK21.resolve("bin/java").toString());
            command.addAll(List.of("-cp", module.resolve("target/lib") + "/*"));
            command.addAll(
                    List.of(module.resolve("src/main/java/Atmosphere.java").toString(), String.valueOf(port)));
            return command;
        }
    };

    /** The heap of every JVM. */
    static final String JVM = "-Xms1g -Xmx1g";

    private static final Path WAR = Options.SERVERS.resolve("ROOT.war");
    private static final String PAYARA_LISTENS =
            "set configs.config.server-config.network-config.network-listeners.network-listener.http-listener.address=127.0.0.1";

    /**
     * The command line of one process.
     *
     * @param home an empty directory for it
     * @param redis the address of Redis; empty if there is none
     */
    abstract List<String> command(Path home, int port, String redis);

    /** A text in the log after it has given up. */
    String refusal() {
        return "Error: ";
    }

    boolean isNode() {
        return this == SOCKET_IO || this == REALTIME;
    }

    private static List<String> node(String program, int port, String redis) {
        Path file = Options.PEERS.resolve(program);
        List<String> command = new ArrayList<>(List.of("node", file.toString(), String.valueOf(port)));
        if (!redis.isEmpty()) {
            command.add(redis);
        }
        return command;
    }

    private static List<String> wildFly(Path home, int port, String redis, Map<String, String> edits) {
        Path distribution = Options.SERVERS.resolve("wildfly-" + System.getProperty("bench.version.wildfly"));
        return ServerCommands.wildFly(java(home, redis), distribution, edits, home, WAR, port);
    }

    private static List<String> java(Path home, String redis) {
        Map<String, String> properties = new HashMap<>();
        if (!redis.isEmpty()) {
            properties.put("mesh.redis.uri", redis);
        }
        return ServerCommands.java(home, JVM, properties);
    }
}
