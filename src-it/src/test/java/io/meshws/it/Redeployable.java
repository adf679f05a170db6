package io.meshws.it;

import io.meshws.testing.Eventually;
import io.meshws.testing.FreePort;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** A server that stays while applications are deployed and undeployed. Starts without any. */
abstract class Redeployable implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final WebArchive first;

    private Redeployable(WebArchive first) {
        this.first = first;
    }

    /**
     * Starts one.
     *
     * @param war the default archive to deploy
     */
    static Redeployable start(WebArchive war, Map<String, String> properties) {
        return ServerKind.current() == ServerKind.PAYARA
                ? new OnPayara(war, properties)
                : new OnWildFly(war, properties);
    }

    void deploy() {
        deploy(first);
    }

    /** Deploys an application that can't start. */
    void deployInVain() {
        deployInVain(first);
    }

    void undeploy() {
        undeploy(first);
    }

    /**
     * Deploys an archive beside the existing ones. Its name without the ending is its context path; {@code ROOT} is at
     * the root.
     */
    abstract void deploy(Archive<?> archive);

    abstract void deployInVain(Archive<?> archive);

    abstract void undeploy(Archive<?> archive);

    /** The server's log so far. */
    abstract String log();

    abstract URI uri(String path);

    abstract long pid();

    @Override
    public abstract void close();

    /** Deploys through the marker files of the deployment scanner. */
    private static final class OnWildFly extends Redeployable {
        private final ServerProcess server;
        private final Path deployments;

        OnWildFly(WebArchive war, Map<String, String> properties) {
            super(war);
            server = ServerProcess.launch(war, properties).awaitReady();
            deployments = server.home().resolve("base/deployments");
            undeploy();
        }

        @Override
        void deploy(Archive<?> archive) {
            begin(archive);
            awaitFile(marker(archive, ".deployed"));
        }

        @Override
        void deployInVain(Archive<?> archive) {
            begin(archive);
            awaitFile(marker(archive, ".failed"));
        }

        private void begin(Archive<?> archive) {
            Path file = deployments.resolve(archive.getName());
            if (!Files.exists(file)) {
                // The scanner ignores it until its marker exists.
                touch(marker(archive, ".skipdeploy"));
                Wars.write(archive, deployments);
                delete(marker(archive, ".skipdeploy"));
            }
            delete(marker(archive, ".undeployed"));
            delete(marker(archive, ".failed"));
            touch(marker(archive, ".dodeploy"));
        }

        @Override
        void undeploy(Archive<?> archive) {
            delete(marker(archive, ".deployed"));
            awaitFile(marker(archive, ".undeployed"));
        }

        @Override
        String log() {
            return server.log();
        }

        @Override
        URI uri(String path) {
            return server.uri(path);
        }

        @Override
        long pid() {
            return server.pid();
        }

        @Override
        public void close() {
            server.close();
        }

        private Path marker(Archive<?> archive, String ending) {
            return deployments.resolve(archive.getName() + ending);
        }

        private static void touch(Path file) {
            try {
                Files.writeString(file, "");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void delete(Path file) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void awaitFile(Path file) {
            Eventually.holds(file + " appears", PATIENCE, () -> Files.exists(file));
        }
    }

    /** Deploys by telling a {@link PayaraHost}. */
    private static final class OnPayara extends Redeployable {
        private final int port = FreePort.find();
        private final Path home =
                ServerKind.SERVERS.resolve("host-" + ProcessHandle.current().pid());
        private final Process process;
        private final Thread hook;
        private final BufferedReader output;
        private final Writer input;
        private final Path log = home.resolveSibling(home.getFileName() + ".log");

        OnPayara(WebArchive war, Map<String, String> properties) {
            super(war);
            Path payara = ServerKind.SERVERS.resolve("payara-micro.jar");
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of(System.getProperty("it.jvm").split(" ")));
            // The folder to which it unpacks itself.
            command.add("-Djava.io.tmpdir=" + home);
            properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
            try (JarFile jar = new JarFile(payara.toFile())) {
                // `java -jar` would read this from the manifest.
                for (String opened : jar.getManifest()
                        .getMainAttributes()
                        .getValue("Add-Opens")
                        .split(" ")) {
                    command.add("--add-opens=" + opened + "=ALL-UNNAMED");
                }
                Files.createDirectories(home);
                command.addAll(List.of(
                        "-cp",
                        payara + File.pathSeparator + classPath(),
                        PayaraHost.class.getName(),
                        Integer.toString(port)));
                process =
                        new ProcessBuilder(command).redirectError(log.toFile()).start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            hook = new Thread(process::destroyForcibly);
            Runtime.getRuntime().addShutdownHook(hook);
            output = process.inputReader(StandardCharsets.UTF_8);
            input = process.outputWriter(StandardCharsets.UTF_8);
            await("STARTED");
        }

        @Override
        void deploy(Archive<?> archive) {
            tell("deploy " + Wars.write(archive, home));
        }

        @Override
        void deployInVain(Archive<?> archive) {
            deploy(archive);
        }

        @Override
        void undeploy(Archive<?> archive) {
            tell("undeploy " + home.resolve(archive.getName()));
        }

        @Override
        String log() {
            try {
                return Files.readString(log);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        URI uri(String path) {
            return URI.create("ws://127.0.0.1:" + port + path);
        }

        @Override
        long pid() {
            return process.pid();
        }

        @Override
        public void close() {
            process.destroyForcibly();
            Runtime.getRuntime().removeShutdownHook(hook);
        }

        /** Only the host: if the server found other classes there, it wouldn't take them from the application. */
        private Path classPath() throws IOException {
            Path root = home.resolve("classes");
            String name = PayaraHost.class.getName().replace('.', '/') + ".class";
            Files.createDirectories(root.resolve(name).getParent());
            try (InputStream file = PayaraHost.class.getClassLoader().getResourceAsStream(name)) {
                Files.copy(file, root.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
            return root;
        }

        private void tell(String command) {
            try {
                input.write(command + "\n");
                input.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            await("DONE " + command);
        }

        private void await(String wanted) {
            try {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    if (line.equals(wanted)) {
                        return;
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            throw new AssertionError("the server ended before it said " + wanted);
        }
    }
}
