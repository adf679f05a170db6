package io.meshws.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The command lines with which a server starts as one process, with one application and everything that it writes in one directory. */
public final class ServerCommands {
    /** As in WildFly's own start script, which can't be used because killing it leaves the server running. */
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

    private ServerCommands() {}

    /**
     * The beginning of every command line of a JVM; the caller adds the rest.
     *
     * @param home where it keeps its temporary files
     */
    public static List<String> java(Path home, String jvm, Map<String, String> properties) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(jvm.split(" ")));
        command.add("-Djava.io.tmpdir=" + home);
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        return command;
    }

    /**
     * Payara Micro, with the application at the root path.
     *
     * @param java as {@link #java} makes it
     * @param preboot commands that it runs first
     */
    public static List<String> payaraMicro(List<String> java, Path jar, Path preboot, Path war, int port) {
        List<String> command = new ArrayList<>(java);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of("--port", String.valueOf(port)));
        command.addAll(List.of("--nohazelcast", "--nohostaware", "--disablephonehome"));
        command.addAll(List.of("--prebootcommandfile", preboot.toString()));
        command.addAll(List.of("--deploy", war.toString(), "--contextroot", "/"));
        return command;
    }

    /**
     * WildFly with a configuration of its own below {@code home}, and a copy of the archive, whose name says at which path it is.
     *
     * @param java as {@link #java} makes it
     * @param edits texts to replace in {@code standalone.xml}, by others
     */
    public static List<String> wildFly(
            List<String> java, Path distribution, Map<String, String> edits, Path home, Path war, int port) {
        Path base = home.resolve("base");
        copy(distribution.resolve("standalone/configuration"), base.resolve("configuration"));
        edits.forEach((text, by) -> replace(base.resolve("configuration/standalone.xml"), text, by));
        copy(war, base.resolve("deployments").resolve(war.getFileName()));
        List<String> command = new ArrayList<>(java);
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
        command.addAll(List.of("-jar", distribution.resolve("jboss-modules.jar").toString()));
        command.addAll(List.of("-mp", distribution.resolve("modules").toString(), "org.jboss.as.standalone"));
        return command;
    }

    /** Replaces each occurrence of a text in a file. */
    public static void replace(Path file, String text, String by) {
        try {
            Files.writeString(file, Files.readString(file).replace(text, by));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies a file, or a directory with everything in it. */
    public static void copy(Path from, Path to) {
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
