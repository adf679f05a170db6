package io.meshws.internal.failure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Logs a failure with its stack trace when a client first causes it. When the same client causes it again in the same
 * way, it is counted, and the count is logged once a {@linkplain #INTERVAL minute}, until a minute passes without it.
 * For one kind of failure the log has at most {@link #MAX_CLIENTS} clients; those of further clients are counted
 * together. So clients can't fill the log, one or many, and memory is bounded. Thread-safe.
 */
public final class FailureLog {
    static final Duration INTERVAL = Duration.ofMinutes(1);
    static final int MAX_KINDS = 64;
    static final int MAX_CLIENTS = 8;

    private static final System.Logger LOG = System.getLogger(FailureLog.class.getPackageName());
    private static final int MAX_CAUSES = 16;
    /** Names that clients choose may contain some of these; they end lines, or turn text around. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private final LongSupplier nanos;
    private final Map<Kind, Clients> kinds = new LinkedHashMap<>();
    private long reportedAt;
    /** Failures of kinds that exceeded the limit. */
    private long untold;

    /**
     * A kind of log message.
     *
     * @param id such as {@code MESH-0201}
     */
    public record Message(System.Logger log, System.Logger.Level level, String id) {
        private void write(String text, Throwable failure) {
            String seen = UNSEEN.matcher(text)
                    .replaceAll(
                            found -> String.format("\\\\u%04x", found.group().codePointAt(0)));
            log.log(level, id + " " + seen, failure);
        }
    }

    /** Identifies failures that are counted together. */
    private record Kind(Message message, String what, String type, StackTraceElement place) {
        static Kind of(Message message, String what, Throwable failure) {
            Throwable root = failure;
            for (int i = 0; root != null && root.getCause() != null && i < MAX_CAUSES; i++) {
                root = root.getCause();
            }
            StackTraceElement[] trace = root == null ? new StackTraceElement[0] : root.getStackTrace();
            return new Kind(
                    message, what, root == null ? "" : root.getClass().getName(), trace.length == 0 ? null : trace[0]);
        }
    }

    /** The clients that caused one kind of failure. */
    private static final class Clients {
        private final Map<String, Repeated> known = new HashMap<>();
        /** The reference that was logged last. */
        private String reference;

        private long ofFurther;
    }

    private static final class Repeated {
        private final String reference;
        private final String text;
        private long more;

        Repeated(String reference, String text) {
            this.reference = reference;
            this.text = text;
        }
    }

    private record Line(Message message, String text) {}

    /**
     * @param nanos the clock of {@link System#nanoTime}
     */
    public FailureLog(LongSupplier nanos) {
        this.nanos = nanos;
        this.reportedAt = nanos.getAsLong();
    }

    /**
     * Logs a failure, or counts it.
     *
     * @param what the thing that failed, such as the name of a command; never a text that clients choose
     * @param client the id of the connection that caused the failure, or empty
     * @param text a description of the failure, for the log
     * @param failure null if there is only the text
     * @return the reference under which the failure is in the log; empty if too many kinds are failing at present
     */
    public String add(Message message, String what, String client, String text, Throwable failure) {
        Kind kind = Kind.of(message, what, failure);
        String reference;
        synchronized (this) {
            Clients clients = kinds.get(kind);
            if (clients == null && kinds.size() == MAX_KINDS) {
                untold++;
                return "";
            }
            if (clients == null) {
                clients = new Clients();
                kinds.put(kind, clients);
            }
            Repeated repeated = clients.known.get(client);
            if (repeated != null) {
                repeated.more++;
                return repeated.reference;
            }
            if (clients.known.size() == MAX_CLIENTS) {
                clients.ofFurther++;
                return clients.reference;
            }
            reference = UUID.randomUUID().toString().substring(0, 13);
            clients.reference = reference;
            clients.known.put(client, new Repeated(reference, text));
        }
        message.write(text + "; reference " + reference, failure);
        return reference;
    }

    /** Logs the counts, once a minute. To be called about once a second. */
    public void tick() {
        List<Line> lines;
        synchronized (this) {
            if (nanos.getAsLong() - reportedAt < INTERVAL.toNanos()) {
                return;
            }
            lines = counted();
        }
        lines.forEach(line -> line.message().write(line.text(), null));
    }

    /** Logs the counts so far; called at the end. */
    public void flush() {
        List<Line> lines;
        synchronized (this) {
            lines = counted();
        }
        lines.forEach(line -> line.message().write(line.text(), null));
    }

    private List<Line> counted() {
        reportedAt = nanos.getAsLong();
        List<Line> lines = new ArrayList<>();
        for (Iterator<Map.Entry<Kind, Clients>> all = kinds.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Kind, Clients> entry = all.next();
            Message message = entry.getKey().message();
            Clients clients = entry.getValue();
            // Clients that were quiet start over.
            clients.known.values().removeIf(repeated -> repeated.more == 0);
            clients.known.values().forEach(repeated -> {
                lines.add(new Line(message, repeated.text + "; " + again(repeated.more, repeated.reference)));
                repeated.more = 0;
            });
            if (clients.ofFurther > 0) {
                lines.add(new Line(
                        message,
                        "The same failure affected further clients; " + again(clients.ofFurther, clients.reference)));
                clients.ofFurther = 0;
            }
            if (clients.known.isEmpty()) {
                all.remove();
            }
        }
        if (untold > 0) {
            lines.add(new Line(
                    new Message(LOG, System.Logger.Level.WARNING, "MESH-0210"),
                    "More than " + MAX_KINDS + " kinds of failures within a minute; " + untold
                            + " failures of further kinds were not logged"));
            untold = 0;
        }
        return lines;
    }

    private static String again(long times, String reference) {
        return "again, " + times + (times == 1 ? " time" : " times") + " since the last log entry; reference "
                + reference;
    }
}
