package io.meshws.internal.cluster.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** The destinations that were found for the routes of a batch. Immutable. */
final class Routes {
    private static final Route.All ALL = new Route.All();

    private final Map<Route, List<String>> targets;

    private Routes(Map<Route, List<String>> targets) {
        this.targets = targets;
    }

    /** Asks for each room once, and for the list of the instances at most once. */
    static CompletableFuture<Routes> find(Session session, Keys keys, String instanceId, List<Route> routes) {
        Map<Route, List<String>> found = new HashMap<>();
        List<CompletableFuture<?>> questions = new ArrayList<>();
        if (routes.contains(ALL)) {
            questions.add(session.<List<String>>eval(Script.INSTANCES, List.of(keys.instances()), List.of())
                    .thenAccept(ids -> put(found, ALL, without(instanceId, ids))));
        }
        Set<Route.Room> rooms = routes.stream()
                .filter(Route.Room.class::isInstance)
                .map(Route.Room.class::cast)
                .collect(Collectors.toSet());
        for (List<Route.Room> asked : together(session, List.copyOf(rooms))) {
            List<String> sets =
                    asked.stream().map(room -> keys.roomInstances(room.name())).toList();
            questions.add(session.<List<List<String>>>eval(Script.ROUTES, sets, List.of())
                    .thenAccept(answers -> {
                        for (int i = 0; i < asked.size(); i++) {
                            put(found, asked.get(i), without(instanceId, answers.get(i)));
                        }
                    }));
        }
        return CompletableFuture.allOf(questions.toArray(CompletableFuture[]::new))
                .thenApply(done -> new Routes(found));
    }

    /** Synchronized because answers come on several threads. */
    private static void put(Map<Route, List<String>> found, Route route, List<String> ids) {
        synchronized (found) {
            found.put(route, ids);
        }
    }

    List<String> targets(Route route) {
        return route instanceof Route.To to ? List.of(to.instanceId()) : targets.get(route);
    }

    /** All rooms in one call; in Redis Cluster, where each may be on another node, one call a room. */
    private static List<List<Route.Room>> together(Session session, List<Route.Room> rooms) {
        if (rooms.isEmpty()) {
            return List.of();
        }
        return session.isCluster() ? rooms.stream().map(List::of).toList() : List.of(rooms);
    }

    private static List<String> without(String instanceId, List<String> ids) {
        return ids.stream().filter(id -> !id.equals(instanceId)).toList();
    }
}
