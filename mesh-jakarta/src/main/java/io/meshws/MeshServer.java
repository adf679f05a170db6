package io.meshws;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The entry point to mesh; inject it anywhere in the application.
 *
 * <pre>{@code
 * @ApplicationScoped
 * public class Chat {
 *     @Inject
 *     private MeshServer mesh;
 *
 *     @Command("say")
 *     public void say(String text, MeshConnection connection) {
 *         mesh.broadcastRoom("lobby", "said", Map.of("from", connection.id(), "text", text));
 *     }
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public interface MeshServer {

    Commands commands();

    Connections connections();

    Rooms rooms();

    /** The room of that name, whether or not it has members. */
    RoomHandle room(String name);

    /**
     * The room of a key in a namespace; its name is {@code namespace:key}. A namespace must not contain a colon, else
     * {@link InvalidNameException}, so different keys and namespaces never lead to the same room.
     */
    default RoomHandle room(String namespace, String key) {
        return room(Rooms.prefix(namespace) + InvalidNameException.check("key", key));
    }

    Channels channels();

    Records records();

    Presence presence();

    /** Decides which names may open pipes to which. */
    Pipes pipes();

    /** Events between instances. */
    Events events();

    /** Stable addresses of clients and beans. */
    Names names();

    /**
     * The instances, this one included, the oldest first. An instance describes itself about once a second. {@link
     * InstanceJoined} and {@link InstanceGone} report changes.
     *
     * @return a stage that fails with {@link ClusterUnavailableException} if Redis can't be reached
     */
    CompletionStage<List<InstanceInfo>> instances();

    /** The id of this instance: random, and different at every start. Connection ids begin with it. */
    String instanceId();

    /** Whether Redis can be reached; always true without Redis. */
    boolean isClusterAvailable();

    /**
     * Sends an event to an audience on all instances. When this returns, the event is queued for the receivers of this
     * instance. Each receiver gets it at most once, and in order for one sending thread and room.
     *
     * @param payload anything that JSON-B or JSON-P can express, or null
     * @return a stage that completes when the event is published to the other instances; or up to 5 s later, if it's for everyone or
     *     for a room, and another instance is late with telling its clients of such events. It fails with {@link
     *     ClusterUnavailableException} if it could not be published; receivers of this instance get the event nevertheless
     */
    CompletionStage<Void> broadcast(Audience audience, String event, Object payload);

    /** Sends an event to every connection. */
    default CompletionStage<Void> broadcast(String event, Object payload) {
        return broadcast(Audience.everyone(), event, payload);
    }

    /** Sends an event to the members of a room. */
    default CompletionStage<Void> broadcastRoom(String room, String event, Object payload) {
        return broadcast(Audience.room(room), event, payload);
    }
}
