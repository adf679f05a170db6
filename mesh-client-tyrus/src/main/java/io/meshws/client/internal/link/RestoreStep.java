package io.meshws.client.internal.link;

import io.meshws.client.MeshClientException;
import jakarta.json.JsonValue;

/** One thing that is brought back on a new connection. Called on any thread; must not block. */
public interface RestoreStep {

    /** Its name, for people. */
    String what();

    String command();

    /** The payload of the command; null if the thing isn't wanted any more. */
    JsonValue payload();

    /**
     * The server answered, before anything else that it sent afterwards was read.
     *
     * @throws MeshClientException if that is no success: then {@link #refused} follows
     */
    void replied(Reply.Value reply);

    /** It cannot be had again. */
    void refused(MeshClientException why);
}
