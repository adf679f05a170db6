package io.meshws.protocol;

/**
 * The error codes that a client can receive in {@link ErrorBody#code()}. Applications may add their own codes; these
 * names belong to mesh. A test compares {@code docs/protocol.md} with this table.
 */
public enum ErrorCode {
    ENOTFOUND("CommandError", false, "No command, connection, record, holder or array element of that name"),
    ESERVER("Error", false, "The handler failed; details are in the server's log under the reference"),
    EBADFRAME("FrameError", false, "The frame is not a JSON object with a command, or its id is not an integer"),
    ETOODEEP("FrameError", false, "The frame nests deeper than the limit"),
    ENUMBER("FrameError", false, "The frame contains a number that is longer than the limit, or too large or small"),
    ESTRING("FrameError", false, "The frame contains a string that is longer than the limit"),
    ETOOLARGE("FrameError", false, "A name or value exceeds its limit"),
    ENAME("NameError", false, "A name is empty, too long, or contains control characters or unpaired surrogates"),
    EBINARY("FrameError", false, "The connection has no pipe that a binary frame could be of"),
    EPAYLOAD("PayloadError", false, "The payload does not have the form that the command expects"),
    EVALIDATION("ValidationError", false, "The payload has the right form but breaks a constraint"),
    EUNAUTHENTICATED("AccessError", false, "The client is not signed in, or its credential was refused"),
    EFORBIDDEN("AccessError", false, "The caller may not do this"),
    ENAMETAKEN("NameError", false, "Somebody else has the name, and is not replaced"),
    ECONFLICT("ConflictError", false, "The record is not at the expected version; nothing was written"),
    ECROSSSLOT(
            "ClusterError",
            false,
            "Records of a transaction, or a record and its index, are in different slots of a Redis Cluster, or the record is kept; nothing was written"),
    ETYPE(
            "ChangeError",
            false,
            "A change of a record found a value of another type than it needs; nothing was written"),
    ETIMEOUT("TimeoutError", true, "No result in time; whether the command took effect is unknown"),
    EUNKNOWN(
            "OutcomeError",
            false,
            "The connection was lost before the reply, or the answer is not kept; whether the command took effect is unknown"),
    EBUSY("LimitError", true, "Too much of this connection, or of its client, is in flight"),
    ESUBSCRIPTIONS("LimitError", true, "This connection has as many subscriptions as it may"),
    EROOMS("LimitError", true, "This connection is in as many rooms as it may"),
    ENAMES("LimitError", true, "This connection has as many names as it may"),
    EPIPES("LimitError", true, "This connection has as many pipes as it may"),
    ECONNECTIONS("LimitError", true, "This user has as many connections as a user may"),
    ERATE("LimitError", true, "This connection, or its user, sends commands faster than it may"),
    EUNAVAILABLE(
            "ClusterError",
            true,
            "Redis, or the instance that owns the connection, did not answer; the message says so if the outcome is unknown"),
    EGONE("ConnectionError", false, "The connection is closed, or its instance is gone");

    private final String errorName;
    private final boolean temporary;
    private final String meaning;

    ErrorCode(String errorName, boolean temporary, String meaning) {
        this.errorName = errorName;
        this.temporary = temporary;
        this.meaning = meaning;
    }

    /** The {@code name} that travels with the code if the error has none of its own. */
    public String errorName() {
        return errorName;
    }

    /** Whether the same request may succeed later. */
    public boolean temporary() {
        return temporary;
    }

    public String meaning() {
        return meaning;
    }

    public ErrorBody body(String message) {
        return new ErrorBody(message, name(), errorName, null);
    }
}
