package io.meshws.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** The messages that a logger gets while this is open, as they are written, with their level. */
public final class CapturedLog extends Handler {
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final SimpleFormatter formatter = new SimpleFormatter();
    private final Logger logger;

    /** @param name the name of the logger, or the prefix of several names */
    public CapturedLog(String name) {
        logger = Logger.getLogger(name);
        logger.addHandler(this);
    }

    /** The messages with the id, in order. */
    public List<String> withId(String id) {
        return messages.stream().filter(message -> message.contains(id + " ")).toList();
    }

    public List<String> messages() {
        return List.copyOf(messages);
    }

    public void clear() {
        messages.clear();
    }

    @Override
    public void publish(LogRecord logged) {
        messages.add(logged.getLevel() + " " + formatter.formatMessage(logged));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
