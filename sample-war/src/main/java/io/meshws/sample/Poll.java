package io.meshws.sample;

import io.meshws.Records;
import io.meshws.protocol.Change;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.math.BigDecimal;

/**
 * Votes by choice. Pages can count one up or down, and nothing else: votes from all instances take effect, and nobody
 * overwrites.
 */
@ApplicationScoped
public class Poll {
    private static final String RECORD = "poll:next";

    @Inject
    private Records records;

    void open(@Observes @Initialized(ApplicationScoped.class) Object start) {
        records.exposeChanges(
                RECORD, (page, record, changes) -> changes.stream().allMatch(Poll::isVote));
    }

    private static boolean isVote(Change change) {
        return change instanceof Change.Increment vote
                && vote.path().matches("/[a-z]{1,24}")
                && vote.by().abs().equals(BigDecimal.ONE);
    }
}
