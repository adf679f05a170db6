package io.meshws.sample;

import io.meshws.Records;
import io.meshws.protocol.Change;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Set;

/** Votes by choice. Pages can count them, and nothing else: votes from all instances take effect, and nobody overwrites. */
@ApplicationScoped
public class Poll {
    private static final String RECORD = "poll:next";

    @Inject
    private Records records;

    void open(@Observes @Initialized(ApplicationScoped.class) Object start) {
        records.exposeChanges(RECORD, Set.of(Change.Operation.INCREMENT));
    }
}
