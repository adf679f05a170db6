package io.meshws.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The JVM's own diagnostic commands. */
final class Jcmd {
    private Jcmd() {}

    /** Runs the command and returns its output about the process. */
    static String run(long pid, String command) {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            command)
                    .redirectErrorStream(true)
                    .start();
            String printed = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            jcmd.waitFor();
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many objects of mesh are alive, and how many bytes all objects together. Collects garbage first. */
    static Objects objects(long pid) {
        List<String[]> lines = run(pid, "GC.class_histogram")
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .toList();
        long ofMesh = lines.stream()
                .filter(line -> line.length > 3 && line[3].startsWith("io.meshws."))
                .mapToLong(line -> Long.parseLong(line[1]))
                .sum();
        String[] total = lines.stream()
                .filter(line -> line[0].equals("Total"))
                .findFirst()
                .orElseThrow();
        return new Objects(ofMesh, Long.parseLong(total[2]));
    }

    record Objects(long ofMesh, long bytes) {}

    /** The lines of a thread dump that begin a thread; its name comes first, in quotes. */
    static List<String> threads(long pid) {
        return run(pid, "Thread.print")
                .lines()
                .filter(line -> line.startsWith("\""))
                .toList();
    }
}
