package io.meshws.internal.name;

import io.meshws.CommandException;
import io.meshws.Guard;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.security.Exposure;
import io.meshws.internal.security.Selector;
import io.meshws.protocol.ErrorCode;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** Decides which clients may take which names, and which of them from other holders. Thread-safe. */
final class NameAccess {
    /** The setting is the guard that decides about replacing. */
    private final Exposure<Guard> allowed;

    NameAccess(FailureLog failures) {
        this.allowed = new Exposure<>(failures);
    }

    void allow(String name, Guard guard, Guard replacing) {
        allowed.add(Selector.name(name), guard, Objects.requireNonNull(replacing, "replacing"));
    }

    void allow(Pattern names, Guard guard, Guard replacing) {
        allowed.add(Selector.matching(names, "names"), guard, Objects.requireNonNull(replacing, "replacing"));
    }

    boolean disallow(String name) {
        return allowed.remove(Selector.name(name));
    }

    boolean disallow(Pattern names) {
        return allowed.remove(Selector.matching(names, "names"));
    }

    /**
     * Whether the client may replace another holder; fails with {@code EFORBIDDEN} if it may not even take the name.
     *
     * @param wanted whether it wants to
     */
    CompletionStage<Boolean> check(Connection client, String name, boolean wanted) {
        return allowed.allows(client, name).thenCompose(yes -> {
            if (!yes) {
                return CompletableFuture.failedStage(new CommandException(
                        ErrorCode.EFORBIDDEN, "This connection may not take the name \"" + name + "\""));
            }
            return wanted
                    ? allowed.allows(client, name, replacing -> replacing)
                    : CompletableFuture.completedStage(false);
        });
    }
}
