package io.meshws.it;

import static io.meshws.testing.ServerCommands.copy;
import static io.meshws.testing.ServerCommands.replace;

import io.meshws.testing.ServerCommands;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The servers that the tests run on, and how each is started as a process. */
enum ServerKind {
    PAYARA {
        @Override
        List<String> command(Path home, Path war, int port, Map<String, String> properties) {
            Path jar = SERVERS.resolve("payara-micro.jar");
            return ServerCommands.payaraMicro(java(home, properties), jar, preboot(home, properties), war, port);
        }

        private static Path preboot(Path home, Map<String, String> properties) {
            Path common = Path.of(System.getProperty("it.preboot"));
            if (!properties.containsKey(THREADS)) {
                return common;
            }
            Path own = home.resolve("preboot.txt");
            copy(common, own);
            String pool = "configs.config.server-config.thread-pools.thread-pool.http-thread-pool.";
            for (String setting : List.of("min-thread-pool-size", "max-thread-pool-size")) {
                append(own, "\nset " + pool + setting + "=" + properties.get(THREADS));
            }
            return own;
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
            Map<String, String> edits = new HashMap<>();
            edits.put("<http-listener ", "<http-listener read-timeout=\"${" + IDLE_MILLIS + ":90000}\" ");
            // Otherwise the users of an application's identity store have to be among the server's own too.
            edits.put(DOMAIN_OF_WEB, DOMAIN_OF_WEB + " integrated-jaspi=\"false\"");
            // The tests deploy often, and wait for it.
            edits.put("scan-interval=\"5000\"", "scan-interval=\"500\"");
            if (properties.containsKey(THREADS)) {
                edits.put(
                        "<worker name=\"default\"/>",
                        "<worker name=\"default\" task-max-threads=\"" + properties.get(THREADS) + "\"/>");
            }
            return ServerCommands.wildFly(java(home, properties), distribution, edits, home, war, port);
        }

        @Override
        String refusal() {
            return "WFLYSRV0026";
        }
    },

    LIBERTY {
        @Override
        List<String> command(Path home, Path war, int port, Map<String, String> properties) {
            Path distribution = SERVERS.resolve("wlp");
            write(home.resolve("servers/mesh/server.xml"), LIBERTY_XML.formatted(port, war));
            List<String> command = java(home, properties);
            // As in Liberty's own start script, which doesn't support another directory for output.
            command.add("-javaagent:" + distribution.resolve("bin/tools/ws-javaagent.jar"));
            command.add("@"
                    + distribution.resolve(
                            Runtime.version().feature() < 24
                                    ? "lib/platform/java/java9.options"
                                    : "lib/platform/java/java24.options"));
            command.addAll(List.of(
                    "-jar", distribution.resolve("bin/tools/ws-server.jar").toString(), "mesh"));
            return command;
        }

        @Override
        Map<String, String> environment(Path home) {
            return Map.of("WLP_USER_DIR", home.toString());
        }

        @Override
        String refusal() {
            return "CWWKZ0012I";
        }

        @Override
        boolean callsInheritedMethods() {
            return false;
        }
    },

    TOMCAT {
        @Override
        List<String> command(Path home, Path war, int port, Map<String, String> properties) {
            Path distribution = Path.of(System.getProperty("it.tomcat"));
            Path base = home.resolve("base");
            copy(distribution.resolve("conf"), base.resolve("conf"));
            replace(base.resolve("conf/server.xml"), "port=\"8080\"", "port=\"" + port + "\" address=\"127.0.0.1\"");
            replace(base.resolve("conf/server.xml"), "port=\"8005\"", "port=\"-1\"");
            copy(war, base.resolve("webapps").resolve(war.getFileName()));
            List<String> command = java(home, properties);
            command.add("-Dcatalina.home=" + distribution);
            command.add("-Dcatalina.base=" + base);
            command.add("-cp");
            command.add(distribution.resolve("bin/bootstrap.jar")
                    + File.pathSeparator
                    + distribution.resolve("bin/tomcat-juli.jar"));
            command.addAll(List.of("org.apache.catalina.startup.Bootstrap", "start"));
            return command;
        }

        /** The application includes the parts that Tomcat lacks: CDI, JSON-P and JSON-B, but not EJBs. */
        @Override
        WebArchive fitted(WebArchive war) {
            return Wars.withoutTimers(war).addAsLibraries(files(SERVERS.resolve("tomcat-libraries")));
        }

        @Override
        String refusal() {
            return "startup failed due to previous errors";
        }
    };

    /**
     * A property of WildFly: how long a client may send nothing before WildFly ends its connection; 90000 if it isn't
     * set.
     */
    static final String IDLE_MILLIS = "it.idle-millis";

    /** A property of Payara and WildFly: how many threads read clients' frames and run handlers. */
    static final String THREADS = "it.threads";

    /** A property of each: the largest heap of its JVM, for example 512m. */
    static final String HEAP = "it.heap";

    /** The directory in which the build puts the servers, and in which each process gets its own directory. */
    static final Path SERVERS = Path.of(System.getProperty("it.servers"));

    /** The beginning of the element in WildFly's configuration; EJBs have another of that name. */
    private static final String DOMAIN_OF_WEB =
            """
            </handlers>
                        <application-security-domains>
                            <application-security-domain name="other\"""";

    /** Only the features that mesh needs, with the port and the archive. */
    private static final String LIBERTY_XML =
            """
            <server>
              <featureManager>
                <feature>websocket-2.1</feature>
                <feature>cdi-4.0</feature>
                <feature>jsonb-3.0</feature>
                <feature>concurrent-3.0</feature>
                <feature>beanValidation-3.0</feature>
                <feature>enterpriseBeansLite-4.0</feature>
              </featureManager>
              <httpEndpoint id="defaultHttpEndpoint" host="127.0.0.1" httpPort="%d" httpsPort="-1"/>
              <webApplication location="%s" contextRoot="/"/>
            </server>
            """;

    /** The server that this run of the tests is about. */
    static ServerKind current() {
        return valueOf(System.getProperty("it.server"));
    }

    /** The command line of one instance, which keeps everything it writes in {@code home}. */
    abstract List<String> command(Path home, Path war, int port, Map<String, String> properties);

    /** A text in the log after it has given up a deployment, behind the reasons. */
    abstract String refusal();

    /** Environment variables of an instance that keeps everything it writes in {@code home}. */
    Map<String, String> environment(Path home) {
        return Map.of();
    }

    /** Whether an endpoint's methods may be those of its superclass. */
    boolean callsInheritedMethods() {
        return true;
    }

    /** The archive with the files that this server needs and without those that it does not understand. */
    WebArchive fitted(WebArchive war) {
        return war;
    }

    private static List<String> java(Path home, Map<String, String> properties) {
        String jvm = System.getProperty("it.jvm");
        String heap = properties.get(HEAP);
        return ServerCommands.java(home, heap == null ? jvm : jvm + " -Xmx" + heap, properties);
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static File[] files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(Path::toFile).toArray(File[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void append(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
