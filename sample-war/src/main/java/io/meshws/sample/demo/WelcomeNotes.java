package io.meshws.sample.demo;

import io.meshws.ConnectionOpened;
import io.meshws.Records;
import io.meshws.protocol.MergeStrategy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** The first visitor finds something on the board. */
@ApplicationScoped
public class WelcomeNotes {
    private final AtomicBoolean written = new AtomicBoolean();

    @Inject
    private Records records;

    void welcome(@Observes ConnectionOpened event) {
        if (written.compareAndSet(false, true)) {
            Map<String, Object> notes = Map.of(
                    "pinned", note("This note is the server’s. Try to move it!", 0.97, 0.04, 95),
                    "first", note("Drag me. Open a second tab and watch.", 0.1, 0.14, 55),
                    "second", note("Arrow keys move a note, Enter edits it.", 0.42, 0.42, 195));
            // Version 0 means that the record was never written: a board that exists stays as it is.
            records.write("note:lobby", notes, MergeStrategy.REPLACE, 0);
        }
    }

    private static Map<String, Object> note(String text, double x, double y, int hue) {
        return Map.of("text", text, "x", x, "y", y, "hue", hue);
    }
}
