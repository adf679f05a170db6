package io.meshws.it.deployment;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** The classes of the parameters in mesh's log records. A server may keep records for long, and all that they refer to. */
class LogParameters extends Handler {
    private static final Logger MESH = Logger.getLogger("io.meshws");

    private final List<String> classes = new CopyOnWriteArrayList<>();

    void begin() {
        MESH.addHandler(this);
    }

    void end() {
        MESH.removeHandler(this);
    }

    List<String> classes() {
        return classes.stream().distinct().sorted().toList();
    }

    @Override
    public void publish(LogRecord entry) {
        Object[] parameters = entry.getParameters();
        Stream.of(parameters == null ? new Object[0] : parameters)
                .map(parameter -> String.valueOf(
                        parameter == null ? null : parameter.getClass().getName()))
                .forEach(classes::add);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
