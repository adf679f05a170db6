package io.meshws.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the threads of other processes computed, as Linux tells it. */
final class Threads {
    /** The unit of times in {@code /proc}, which is the same on all Linux systems. */
    private static final Duration TICK = Duration.ofMillis(10);

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    private Threads() {}

    /** The time of all threads of a process whose names match; zero on another system. */
    static Duration cpu(long pid, Predicate<String> names) {
        Path tasks = Path.of("/proc", Long.toString(pid), "task");
        if (!Files.isDirectory(tasks)) {
            return Duration.ZERO;
        }
        try (Stream<Path> threads = Files.list(tasks)) {
            return threads.map(thread -> cpu(thread, names)).reduce(Duration.ZERO, Duration::plus);
        } catch (IOException e) {
            return Duration.ZERO;
        }
    }

    private static Duration cpu(Path thread, Predicate<String> names) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            // The name is in parentheses, and may have some itself.
            int end = stat.lastIndexOf(')');
            if (!names.test(stat.substring(stat.indexOf('(') + 1, end))) {
                return Duration.ZERO;
            }
            List<String> fields = List.of(stat.substring(end + 2).split(" "));
            return TICK.multipliedBy(Long.parseLong(fields.get(USER_TIME)) + Long.parseLong(fields.get(SYSTEM_TIME)));
        } catch (IOException e) {
            // It ended.
            return Duration.ZERO;
        }
    }
}
