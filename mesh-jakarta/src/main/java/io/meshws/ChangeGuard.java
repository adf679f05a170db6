package io.meshws;

import io.meshws.protocol.Change;
import java.util.List;

/**
 * Decides whether a client may make changes, and sees them. Here everybody votes once at a time:
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
     * @param changes as the client sent them, with values in JSON. They aren't checked against the value of the record.
     *     Empty if the client asks whether it may subscribe, and nothing else decides that
     */
    boolean allows(MeshConnection connection, String recordId, List<Change> changes) throws Exception;
}
