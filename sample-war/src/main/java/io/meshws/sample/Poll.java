package io.meshws.sample;

import io.meshws.Command;
import io.meshws.MeshConnection;
import io.meshws.Records;
import io.meshws.protocol.MergeStrategy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** One vote for each visitor. Pages see the record and cannot write it: the server knows who votes. */
@ApplicationScoped
public class Poll {
    private static final String RECORD = "poll:next";

    @Inject
    private Records records;

    void open(@Observes @Initialized(ApplicationScoped.class) Object start) {
        records.expose(RECORD);
    }

    /** The payload of {@code vote}. */
    public record Vote(@NotNull @Pattern(regexp = "game|board|dashboard|lunch") String choice) {}

    /** A second vote replaces the first, whichever tab or instance it comes from. */
    @Command("vote")
    public CompletionStage<Long> vote(@Valid @NotNull Vote vote, MeshConnection connection) {
        String voter = Visitors.require(connection).id();
        return records.write(RECORD, Map.of(voter, vote.choice()), MergeStrategy.MERGE);
    }
}
