package io.meshws.it.chat;

import io.meshws.Command;
import io.meshws.CommandException;
import io.meshws.Elsewhere;
import io.meshws.Everywhere;
import io.meshws.FromClients;
import io.meshws.InstanceGone;
import io.meshws.InstanceJoined;
import io.meshws.MeshServer;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.enterprise.inject.spi.EventMetadata;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Events between the instances, and a note of each that came. */
@ApplicationScoped
public class Prices {
    @FromClients("change-price")
    public record PriceChanged(@NotBlank String article, @Positive int price) {}

    public record Stored(String article) {}

    public record Committed(String article) {}

    @RequestScoped
    public static class Call {
        public String where(EventMetadata metadata) {
            return metadata.getQualifiers().contains(Elsewhere.Literal.INSTANCE) ? "elsewhere" : "here";
        }
    }

    @Inject
    private MeshServer mesh;

    @Inject
    private Call call;

    @Inject
    private Event<Stored> stored;

    @Inject
    @Everywhere
    private Event<Committed> committed;

    private final Map<String, List<String>> notes = new ConcurrentHashMap<>();

    private void note(String article, String text) {
        notes.computeIfAbsent(article, any -> new CopyOnWriteArrayList<>()).add(text);
    }

    @Command("noted")
    public List<String> noted(String article) {
        return notes.getOrDefault(article, List.of());
    }

    void everywhere(@Observes @Everywhere PriceChanged event, EventMetadata metadata) {
        note(event.article(), call.where(metadata) + " " + event.price());
    }

    void elsewhere(@Observes @Elsewhere PriceChanged event) {
        note(event.article(), "only elsewhere " + event.price());
    }

    void asynchronously(@ObservesAsync @Elsewhere PriceChanged event) {
        note("async " + event.article(), "" + event.price());
    }

    void fails(@Observes @Elsewhere @Priority(1) PriceChanged event) {
        throw new IllegalStateException("Not here");
    }

    @Command("store")
    @Transactional
    public void store(String article) {
        stored.fire(new Stored(article));
        note(article, "stored");
    }

    @Command("store-fails")
    @Transactional
    public void storeButFail(String article) {
        store(article);
        throw new CommandException("EBROKE", "No money left");
    }

    void publish(@Observes(during = TransactionPhase.AFTER_SUCCESS) Stored event) {
        committed.fire(new Committed(event.article()));
    }

    void committed(@Observes @Everywhere Committed event) {
        note(event.article(), "committed");
    }

    void joined(@Observes InstanceJoined event) {
        note("instances", "joined " + event.instance().id());
    }

    void gone(@Observes InstanceGone event) {
        note("instances", "gone " + event.instance().id());
    }

    @Command("instances")
    public CompletionStage<List<String>> instances() {
        return mesh.instances().thenApply(all -> all.stream()
                .map(each -> each.id() + " " + each.connections() + " "
                        + each.version().orElse("") + " " + !each.name().isEmpty())
                .toList());
    }
}
