package io.meshws.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The servers that the tests run on, and how each is started as a process. */
enum ServerKind {
    PAYARA {
        @Override
        List<String> command(Path home, Path war, int port, Map<String, String> properties) {
            List<String> command = java(home, properties);
            command.addAll(List.of("-jar", SERVERS.resolve("payara-micro.jar").toString()));
            command.addAll(List.of("--port", String.valueOf(port)));
            command.addAll(List.of("--nohazelcast", "--nohostaware", "--disablephonehome"));
            command.addAll(List.of("--prebootcommandfile", System.getProperty("it.preboot")));
            command.addAll(List.of("--deploy", war.toString(), "--contextroot", "/"));
            return command;
        }

        @Override
        String refusal() {
            return "Exception while loading the app";
        }
    },

    WILDFLY {
        @Override
        List<String> command(Path home, Path war, int port, Map<String, String> properties) {
            Path distribution = Path.of(System.getProperty("it.wildfly"));
            Path base = home.resolve("base");
            copy(distribution.resolve("standalone/configuration"), base.resolve("configuration"));
            replace(
                    base.resolve("configuration/standalone.xml"),
                    "<http-listener ",
                    "<http-listener read-timeout=\"${" + IDLE_MILLIS + ":90000}\" ");
            copy(war, base.resolve("deployments").resolve(war.getFileName()));
            List<String> command = java(home, properties);
            for (String opened : OPENED) {
                command.add("--add-opens=" + opened + "=ALL-UNNAMED");
            }
            command.add("-Djava.net.preferIPv4Stack=true");
            command.add("-Djboss.home.dir=" + distribution);
            command.add("-Djboss.server.base.dir=" + base);
            command.add("-Djboss.node.name=" + home.getFileName());
            command.add("-Djboss.bind.address=127.0.0.1");
            command.add("-Djboss.http.port=" + port);
            command.add("-Djboss.https.port=0");
            command.add("-Djboss.management.http.port=0");
            command.add("-Djboss.management.https.port=0");
            command.add("-Dorg.jboss.boot.log.file=" + base.resolve("log/server.log"));
            command.add("-Dlogging.configuration=file:" + base.resolve("configuration/logging.properties"));
            command.addAll(
                    List.of("-jar", distribution.resolve("jboss-modules.jar").toString()));
            command.addAll(List.of("-mp", distribution.resolve("modules").toString(), "org.jboss.as.standalone"));
            return command;
        }

        @Override
        String refusal() {
            return "WFLYSRV0026";
        }
    };

    /** A property of WildFly: after how long without a byte from the client it ends a connection; 90000 where it is not set. */
    static final String IDLE_MILLIS = "it.idle-millis";

    /** Where the build puts the servers, and where each process gets a directory of its own. */
    static final Path SERVERS = Path.of(System.getProperty("it.servers"));

    /** As in WildFly's own start script, which cannot be used: killing it leaves the server running. */
    private static final List<String> OPENED = List.of(
            "java.base/java.lang",
            "java.base/java.lang.invoke",
            "java.base/java.lang.reflect",
            "java.base/java.io",
            "java.base/java.net",
            "java.base/java.security",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.management/javax.management",
            "java.naming/javax.naming");

    /** The one that this run of the tests is about. */
    static ServerKind current() {
        return valueOf(System.getProperty("it.server"));
    }

    /** The command line of one instance, which keeps everything it writes in {@code home}. */
    abstract List<String> command(Path home, Path war, int port, Map<String, String> properties);

    /** What is in the log once it has given up a deployment, after the reasons. */
    abstract String refusal();

    private static List<String> java(Path home, Map<String, String> properties) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(System.getProperty("it.jvm").split(" ")));
        command.add("-Djava.io.tmpdir=" + home);
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        return command;
    }

    private static void replace(Path file, String text, String by) {
        try {
            Files.writeString(file, Files.readString(file).replace(text, by));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            Files.createDirectories(to.getParent());
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
