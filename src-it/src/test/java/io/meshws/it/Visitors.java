package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The clients of one test and the room that they meet in. Ends the remaining ones. Thread-safe. */
final class Visitors implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String room;
    private final ConcurrentLinkedQueue<Visitor> all = new ConcurrentLinkedQueue<>();

    Visitors(String room) {
        this.room = room;
    }

    String room() {
        return room;
    }

    Visitor connect(URI uri) {
        Visitor visitor = Visitor.connect(uri);
        all.add(visitor);
        return visitor;
    }

    Visitor connect(ServerProcess server) {
        return connect(server.uri("/mesh"));
    }

    /** Connects a client that joins the room. */
    Visitor join(URI uri) {
        Visitor visitor = connect(uri);
        visitor.join(room);
        return visitor;
    }

    /** Connects this many clients that join the room. */
    List<Visitor> crowd(int size, URI uri) {
        List<Visitor> crowd = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            crowd.add(join(uri));
        }
        return crowd;
    }

    List<Visitor> crowd(int size, ServerProcess server) {
        return crowd(size, server.uri("/mesh"));
    }

    /**
     * Connects this many clients to each server, which are told who is in the room; with users, as the guard requires.
     */
    List<Visitor> followers(int size, ServerProcess... servers) {
        List<Visitor> followers = new ArrayList<>();
        for (ServerProcess server : servers) {
            for (int i = 0; i < size; i++) {
                Visitor follower = connect(server);
                follower.setMetadata(Json.object().add("userId", "user " + i).build());
                follower.follow(room);
                followers.add(follower);
            }
        }
        return followers;
    }

    @SafeVarargs
    static Set<String> ids(Collection<Visitor>... visitors) {
        Set<String> ids = new HashSet<>();
        for (Collection<Visitor> some : visitors) {
            some.forEach(visitor -> ids.add(visitor.id()));
        }
        return ids;
    }

    static List<Visitor> open(List<Visitor> visitors) {
        return visitors.stream().filter(Visitor::isOpen).toList();
    }

    /** The elements of only one of the sets. */
    static List<String> difference(Set<String> one, Set<String> two) {
        return Stream.concat(
                        one.stream().filter(id -> !two.contains(id)),
                        two.stream().filter(id -> !one.contains(id)))
                .toList();
    }

    static void assertOneLeaveEach(List<Visitor> gone, List<Visitor> followers) {
        for (Visitor follower : followers) {
            gone.forEach(visitor -> assertEquals(1, follower.log().count("leave " + visitor.id()), visitor.id()));
        }
    }

    /** Returns when each follower knows who is in the room; fails if a step didn't follow from the last. */
    void awaitKnown(Set<String> inside, Collection<Visitor> followers) {
        for (Visitor follower : followers) {
            Eventually.equal(
                    "a follower knows", PATIENCE, inside, () -> follower.log().present());
            assertEquals(List.of(), follower.log().faults());
        }
    }

    /**
     * Returns when everybody agrees that exactly these are in the room: the followers, new ones, and each server.
     *
     * <p>A client that joins last makes sure that everything still to be announced was announced.
     */
    void assertAgreed(Set<String> inside, Collection<Visitor> followers, ServerProcess... servers) {
        Visitor last = join(servers[0].uri("/mesh"));
        Set<String> expected = new HashSet<>(inside);
        expected.add(last.id());
        awaitKnown(expected, followers);
        awaitKnown(expected, followers(1, servers));
        for (ServerProcess server : servers) {
            Visitor asking = connect(server);
            for (String question : List.of("present", "members")) {
                Eventually.equal(question, PATIENCE, expected, () -> answer(asking, question));
            }
        }
        last.leave(room);
        awaitKnown(inside, followers);
    }

    private Set<String> answer(Visitor asking, String question) {
        JsonArray answer = asking.ask(question, Json.string(room)).asJsonArray();
        return answer.getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        all.forEach(Visitor::close);
    }
}
