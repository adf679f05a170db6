package io.meshws.it.live;

import io.meshws.CollectionResolver;
import io.meshws.MeshConnection;
import io.meshws.RecordSelection;
import io.meshws.Records;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.regex.Pattern;

/** Collections of items, which every client writes: all of a list, and the first ones of it by rank. */
@ApplicationScoped
public class Lists {
    private static final Pattern ITEMS = Pattern.compile("item:.+");

    @Inject
    private Records records;

    void expose(@Observes @Initialized(ApplicationScoped.class) Object start) {
        records.exposeWritable(ITEMS);
        records.expose(ITEMS, (caller, item) -> !item.endsWith("-hidden") || isChief(caller));
        records.index(ITEMS, "/list", "/rank");
        records.exposeCollection(Pattern.compile("list:.+"), (caller, id) -> RecordSelection.matching(ITEMS)
                .where("/list", id));
        records.exposeCollection(
                Pattern.compile("top:.+"), CollectionResolver.async((caller, id) -> records.get("item:none")
                        .thenApply(none -> RecordSelection.matching(ITEMS)
                                .where("/list", id.replace("top:", "list:"))
                                .sortByDescending("/rank")
                                .limit(3))));
    }

    private static boolean isChief(MeshConnection caller) {
        return caller.query().getOrDefault("user", List.of()).contains("chief");
    }
}
