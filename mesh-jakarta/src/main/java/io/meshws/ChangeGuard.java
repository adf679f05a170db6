package io.meshws;

import io.meshws.protocol.Change;
import java.util.List;

/**
 * Decides whether a client may make the changes that it asks for. With this one, each change adds a single vote:
 *
 * <pre>{@code
 * mesh.records().exposeChanges(Pattern.compile("poll:.+"), (caller, record, changes) -> changes.stream()
 *         .allMatch(change -> change instanceof Change.Increment more
 *                 && more.path().startsWith("/votes/")
 *                 && more.by().equals(BigDecimal.ONE)));
 * }</pre>
 *
 * <p>Called on the container's thread for each call of a client. A guard that throws refuses.
 */
@FunctionalInterface
public interface ChangeGuard {

    /**
     * @param changes as the client sent them, with values in JSON. They aren't checked against the value of the
     *     record. Empty if the client wants to subscribe, and no other guard decides about that
     */
    boolean allows(MeshConnection connection, String recordId, List<Change> changes) throws Exception;
}
