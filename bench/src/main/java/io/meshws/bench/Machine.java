package io.meshws.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * The machine and the time of a measurement.
 *
 * @param load how many processes wanted to run on average in the minute before
 */
record Machine(
        LocalDate date,
        String processor,
        int cores,
        long gigabytes,
        String system,
        String jvm,
        String node,
        double load) {
    private static final long GIGABYTE = 1L << 30;

    static Machine now() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                LocalDate.now(ZoneOffset.UTC),
                processorName(),
                system.getAvailableProcessors(),
                Math.round(system.getTotalMemorySize() / (double) GIGABYTE),
                system.getName() + " " + system.getVersion(),
                "JDK " + Runtime.version(),
                nodeVersion(),
                system.getSystemLoadAverage());
    }

    private static String processorName() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseThrow(() -> new IOException("It has no name"));
        } catch (IOException unknown) {
            return System.getProperty("os.arch");
        }
    }

    private static String nodeVersion() {
        try {
            Process process = new ProcessBuilder("node", "--version").start();
            return "Node " + new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException none) {
            return "no Node";
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s; %s, %d cores, %d GB, %s, %s, %s; load average before the run: %.1f",
                date,
                processor,
                cores,
                gigabytes,
                system,
                jvm,
                node,
                load);
    }
}
