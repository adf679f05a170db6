package io.meshws.client;

import java.util.List;

/**
 * A client is back after a broken link: its rooms, names and subscriptions are in place again.
 *
 * @param connectionId of the new connection
 * @param refused everything that the server refused to restore; its handles have ended
 */
public record Reconnected(String connectionId, List<Refused> refused) {

    /**
     * @param what a description for people, for example {@code record note:1}
     */
    public record Refused(String what, MeshClientException why) {}
}
