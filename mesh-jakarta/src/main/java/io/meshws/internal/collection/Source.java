package io.meshws.internal.collection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Selects the records of a {@link LiveCollection}, within its tasks. */
final class Source {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

    private final LiveCollection collection;
    private final IndexReplicas indexes;
    private final Supplier<CompletionStage<Selected>> resolver;

    private final List<Following> following = new ArrayList<>();
    /** Decides the order; null if there is none. */
    private LiveQuery ordering;

    /** The request under way; null if there is none. */
    private Object asking;

    private long askedAt;
    private boolean timed;
    private boolean outdated;

    /** @param resolver asks for the selection again */
    Source(LiveCollection collection, IndexReplicas indexes, Supplier<CompletionStage<Selected>> resolver) {
        this.collection = collection;
        this.indexes = indexes;
        this.resolver = resolver;
    }

    /** A query that is followed, of the selection or of its dependencies. */
    private abstract class Following implements IndexListener {
        final LiveQuery query;
        private boolean ended;

        Following(Plan plan) {
            this.query = new LiveQuery(plan);
        }

        abstract void began();

        abstract void differs(Map<String, String> changes);

        void begin() {
            following.add(this);
            indexes.add(query.plan().bucket(), this);
        }

        void end() {
            ended = true;
            following.remove(this);
            indexes.remove(query.plan().bucket(), this);
        }

        private void run(Runnable task) {
            collection.run(() -> {
                if (!ended) {
                    task.run();
                }
            });
        }

        @Override
        public void begins(Map<String, String> entries) {
            run(() -> {
                query.begins(entries);
                began();
            });
        }

        @Override
        public void changed(Map<String, String> changes) {
            run(() -> differs(changes));
        }

        @Override
        public void failed(Throwable failure) {
            run(() -> {
                following.remove(this);
                // If the collection has begun, the tick asks again.
                outdated = true;
                collection.failed(failure);
            });
        }
    }

    void begin(Selected selected) {
        if (selected.query() == null) {
            ordering = null;
            collection.select(selected.ids());
            depend(selected.dependencies());
        } else {
            follow(selected.query());
        }
    }

    private void follow(Plan plan) {
        new Following(plan) {
            @Override
            void began() {
                // The old dependencies had their effect until now.
                List.copyOf(following).stream().filter(other -> other != this).forEach(Following::end);
                ordering = plan.isSorted() ? query : null;
                List<String> window = query.window();
                collection.select(window);
                // Those that were selected before had no order, or another one.
                collection.change(new LiveQuery.WindowChange(List.of(), List.of(), window));
            }

            @Override
            void differs(Map<String, String> changes) {
                collection.change(query.changed(changes));
            }
        }.begin();
    }

    private void depend(List<Plan> dependencies) {
        List<Object> known =
                following.stream().<Object>map(one -> one.query.plan().key()).toList();
        if (known.equals(dependencies.stream().map(Plan::key).toList())) {
            return;
        }
        end();
        for (Plan plan : dependencies) {
            new Following(plan) {
                @Override
                void began() {
                    // Its result may have changed since the resolver was asked.
                    ask();
                }

                @Override
                void differs(Map<String, String> changes) {
                    if (query.touched(changes)) {
                        ask();
                    }
                }
            }.begin();
        }
    }

    void end() {
        List.copyOf(following).forEach(Following::end);
    }

    /** The ids in their order; null if there is none. */
    List<String> order() {
        return ordering == null ? null : ordering.window();
    }

    void tick(long now) {
        if (asking != null && !timed) {
            timed = true;
            askedAt = now;
        } else if (asking != null && now - askedAt > PATIENCE) {
            asking = null;
            outdated = true;
        }
        if (asking == null && outdated) {
            ask();
        }
    }

    /** The selection may have changed. */
    private void ask() {
        if (asking != null) {
            outdated = true;
            return;
        }
        Object question = new Object();
        asking = question;
        timed = false;
        outdated = false;
        resolver.get()
                .whenComplete((selection, failure) -> collection.run(() -> {
                    if (asking != question) {
                        return;
                    }
                    asking = null;
                    if (failure != null) {
                        outdated = true;
                        return;
                    }
                    boolean again = outdated;
                    outdated = false;
                    begin(selection);
                    if (again) {
                        ask();
                    }
                }));
    }
}
