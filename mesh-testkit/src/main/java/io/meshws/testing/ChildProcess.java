package io.meshws.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A program with a directory for everything that it writes, and with its output in a file beside it that is kept. It
 * ends with {@link #close()}, or with this JVM.
 */
public final class ChildProcess implements AutoCloseable {
    private static final Duration STOP = Duration.ofMinutes(2);

    private final Path home;
    private final Path log;
    private final Process process;
    private final Thread hook = new Thread(this::destroy);

    private ChildProcess(Path home, List<String> command, Map<String, String> environment) throws IOException {
        this.home = home;
        log = home.resolveSibling(home.getFileName() + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        process = builder.start();
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Returns at once, so that several can start together.
     *
     * @param home exists, and is deleted in the end; its name is also that of the log
     */
    public static ChildProcess start(Path home, List<String> command, Map<String, String> environment) {
        try {
            return new ChildProcess(home, command, environment);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns when it is ready, however long a busy machine takes; fails as soon as the process ends, or gives up.
     *
     * @param refusal a text in its log after it has given up
     */
    public void awaitReady(BooleanSupplier ready, String refusal) {
        Eventually.inTheEnd(home.getFileName() + " is ready, see " + log, () -> {
            if (!process.isAlive()) {
                throw new AssertionError(home.getFileName() + " ended with " + process.exitValue() + ", see " + log);
            }
            if (ready.getAsBoolean()) {
                return true;
            }
            if (log().contains(refusal)) {
                throw new AssertionError(home.getFileName() + " gave up, see " + log);
            }
            return false;
        });
    }

    /** Sends SIGKILL, so the process gets no chance to say anything. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Stops it normally. */
    public void stop() {
        process.destroy();
        awaitExit();
    }

    /** For {@link Signals}. */
    public Process process() {
        return process;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** How much it has computed so far. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    public Path home() {
        return home;
    }

    /** Its output so far. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        destroy();
    }

    private void destroy() {
        kill();
        try (Stream<Path> files = Files.walk(home)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> file.delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitExit() {
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(home.getFileName() + " did not end within " + STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
