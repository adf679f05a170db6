package io.meshws.it;

import io.meshws.client.MeshClient;
import io.meshws.it.team.TeamCommands.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Sends numbers to the room, one after the other without a pause, until it's stopped or fails. */
final class NumberFlow implements AutoCloseable {
    private final MeshClient client;
    private final String room;
    private final String name;
    private final List<String> errors = new ArrayList<>();
    private final Thread thread = new Thread(this::run);
    private volatile boolean stopping;
    private volatile int sent;

    NumberFlow(MeshClient client, String room, String name) {
        this.client = client;
        this.room = room;
        this.name = name;
        thread.start();
    }

    private void run() {
        try {
            while (!stopping) {
                client.commandSync("tell", new Note(room, name + " " + (sent + 1)), Void.class);
                sent++;
            }
        } catch (RuntimeException e) {
            errors.add(e.toString());
        }
    }

    /** How many were confirmed. */
    int sent() {
        return sent;
    }

    void stop() {
        stopping = true;
        try {
            thread.join(InstancesSetting.PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        if (thread.isAlive()) {
            throw new AssertionError(name + " does not end");
        }
    }

    /** Once it was stopped. */
    List<String> errors() {
        return errors;
    }

    @Override
    public void close() {
        stopping = true;
    }

    /** The numbers that it sent, up to this one. */
    static List<String> numbers(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(String::valueOf).toList();
    }
}
