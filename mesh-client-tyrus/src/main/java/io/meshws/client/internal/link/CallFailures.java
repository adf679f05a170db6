package io.meshws.client.internal.link;

import io.meshws.client.ConnectionState;
import io.meshws.protocol.ErrorCode;

/** The failures of calls that get no answer. */
final class CallFailures {
    static final Reply.Failure CLOSED = Reply.Failure.of(ErrorCode.EGONE, "This client was closed");
    static final Reply.Failure TOO_MUCH = Reply.Failure.of(ErrorCode.EBUSY, "Too much waits to be sent");
    static final Reply.Failure FORGOTTEN =
            Reply.Failure.of(ErrorCode.EGONE, "The server may not remember any more whether it got the request before");

    private CallFailures() {}

    /** It cannot be sent. */
    static Reply.Failure notSent(ConnectionState state) {
        if (state instanceof ConnectionState.Closed) {
            return CLOSED;
        }
        if (state instanceof ConnectionState.Offline offline) {
            String why = offline.reason().isEmpty() ? "" : " (" + offline.reason() + ")";
            return Reply.Failure.of(ErrorCode.EGONE, "Not connected: call connect() first" + why);
        }
        return Reply.Failure.of(ErrorCode.EGONE, "There is no connection at the moment");
    }

    /** It was sent, and the connection ended before the reply came. */
    static Reply.Failure unknown(Call call, Reply.Failure failure) {
        return Reply.Failure.of(
                ErrorCode.EUNKNOWN,
                "Whether \"" + call.command() + "\" took effect is unknown, because its reply did not come: "
                        + failure.error().message(),
                failure.cause());
    }
}
