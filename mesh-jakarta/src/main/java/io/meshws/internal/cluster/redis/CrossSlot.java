package io.meshws.internal.cluster.redis;

import io.meshws.CommandException;
import io.meshws.protocol.ErrorCode;
import java.util.concurrent.CompletableFuture;

/** Recognizes a Redis Cluster's answer to a script with records of different slots; the script didn't run. */
final class CrossSlot {
    private static final String ANSWER = "CROSSSLOT";

    private CrossSlot() {}

    /** Says what to do about it; any other failure stays as it is. */
    static <T> CompletableFuture<T> explained(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && cause.getMessage().startsWith(ANSWER)) {
                return CompletableFuture.failedFuture(new CommandException(
                        ErrorCode.ECROSSSLOT,
                        "The records of a transaction must share a slot of the Redis Cluster: give their ids the same part"
                                + " in braces, such as \"seat:{hall-1}:12\" and \"order:{hall-1}:7\"",
                        failure));
            }
        }
        return CompletableFuture.failedFuture(failure);
    }
}
