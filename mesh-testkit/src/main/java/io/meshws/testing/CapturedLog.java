package io.meshws.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Collects the log while it is open, instead of the console. Thread-safe. */
public final class CapturedLog extends Handler implements AutoCloseable {
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final SimpleFormatter formatter = new SimpleFormatter();
    private final Logger logger;
    private final boolean toParents;

    /** Captures the log of all of mesh. */
    public CapturedLog() {
        this("io.meshws");
    }

    /** @param name the name of the logger, or the prefix of several names */
    public CapturedLog(String name) {
        logger = Logger.getLogger(name);
        toParents = logger.getUseParentHandlers();
        logger.addHandler(this);
        logger.setUseParentHandlers(false);
    }

    /** The messages with the id, in order, as they are written, with their level. */
    public List<String> withId(String id) {
        return messages().stream().filter(message -> message.contains(id + " ")).toList();
    }

    /** All messages, as they are written, with their level. */
    public List<String> messages() {
        return records.stream()
                .map(each -> each.getLevel() + " " + formatter.formatMessage(each))
                .toList();
    }

    /** The records whose messages begin with the id, in order. */
    public List<LogRecord> records(String id) {
        return records.stream()
                .filter(each -> each.getMessage().startsWith(id + " "))
                .toList();
    }

    /** How many messages there are. */
    public int count() {
        return records.size();
    }

    public void clear() {
        records.clear();
    }

    @Override
    public void publish(LogRecord logged) {
        records.add(logged);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(toParents);
    }
}
