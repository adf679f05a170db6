package io.meshws.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Keeps what mesh logs while this is open, instead of writing it to the console. Thread-safe. */
public final class LogCapture implements AutoCloseable {
    private final Logger logger = Logger.getLogger("io.meshws");
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final boolean toParents = logger.getUseParentHandlers();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            records.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    public LogCapture() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    /** The messages that begin with the id. */
    public List<LogRecord> of(String id) {
        return records.stream()
                .filter(entry -> entry.getMessage().startsWith(id + " "))
                .toList();
    }

    /** How many messages there are. */
    public int count() {
        return records.size();
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(toParents);
    }
}
