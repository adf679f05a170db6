package io.meshws.bench;

import java.util.List;
import java.util.Locale;

/** The columns that the scenarios of one kind have; the first one is compared and drawn. */
enum Table {
    /**
     * Messages that arrived at clients a second, and that clients sent; CPU time of the server's processes for each that
     * arrived, and of Redis, if there is one, for each that was sent; the time from sending to arrival; how much of the
     * time the thread that makes the load computed.
     */
    MESSAGES(
            new Column("arrived/s", "%,.0f"),
            new Column("sent/s", "%,.0f"),
            new Column("CPU µs each", "%.1f"),
            new Column("Redis µs each sent", "%.1f"),
            new Column("p50 ms", "%.2f"),
            new Column("p99 ms", "%.2f"),
            new Column("p99.9 ms", "%.2f"),
            new Column("client", "%.0f %%", 90)),

    /** Live bytes that each connection adds to the heap, and the CPU time of the server in percent of one core. */
    IDLE(new Column("heap KB each", "%.1f"), new Column("CPU % of a core", "%.2f"), new Column("connections", "%,.0f"));

    final List<Column> columns;

    /**
     * @param format of a figure
     * @param most from which on figures aren't those of the server
     */
    record Column(String title, String format, double most) {
        Column(String title, String format) {
            this(title, format, Double.MAX_VALUE);
        }

        String written(double value) {
            String text = String.format(Locale.ROOT, format, value) + (value > most ? " (full)" : "");
            return Double.isNaN(value) ? "–" : text;
        }
    }

    Table(Column... columns) {
        this.columns = List.of(columns);
    }
}
