package io.meshws.internal.cluster.redis;

import io.meshws.CommandException;
import io.meshws.protocol.ErrorCode;
import java.util.concurrent.CompletableFuture;

/** Recognizes a Redis Cluster's answer to a script with keys of different slots; the script didn't run. */
enum CrossSlot {
    TRANSACTION(
            "The records of a transaction must share a slot of the Redis Cluster: give their ids the same part in braces, such"
                    + " as \"seat:{hall-1}:12\" and \"order:{hall-1}:7\""),
    INDEX(
            "An index and its records must share a slot of the Redis Cluster: the index's pattern and the record's id need the same"
                    + " part in braces, such as \"task:\\{board-1\\}:.+\" and \"task:{board-1}:7\""),
    KEPT("records.keep doesn't work in a Redis Cluster: the record is kept, so it wasn't written");

    private static final String ANSWER = "CROSSSLOT";

    private final String message;

    CrossSlot(String message) {
        this.message = message;
    }

    /** Explains the answer; any other failure stays as it is. */
    <T> CompletableFuture<T> explained(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && cause.getMessage().startsWith(ANSWER)) {
                return CompletableFuture.failedFuture(new CommandException(ErrorCode.ECROSSSLOT, message, failure));
            }
        }
        return CompletableFuture.failedFuture(failure);
    }
}
