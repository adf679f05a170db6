package io.meshws.it.application;

import io.meshws.Command;
import io.meshws.CommandException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Everything that can go wrong; secrets must not reach a client. */
@ApplicationScoped
public class FailingCommands {
    public static final String SECRET = "secret-4711";

    /** A value that JSON can't express, because it contains itself. */
    public static class Loop {
        public Loop getSelf() {
            return this;
        }
    }

    @Command("pay")
    public void pay(JsonValue anything) {
        throw new CommandException("ECARD", "PaymentError", "Card refused");
    }

    @Command("throws-unchecked")
    public void unchecked() {
        throw new IllegalStateException(SECRET);
    }

    @Command("throws-checked")
    public void checked() throws IOException {
        throw new IOException(SECRET);
    }

    @Command("throws-error")
    public void error() {
        throw new AssertionError(SECRET);
    }

    @Command("fails-later")
    public CompletionStage<String> later() {
        return CompletableFuture.failedFuture(new IllegalStateException(SECRET));
    }

    @Command("refuses-later")
    public CompletionStage<String> refusesLater() {
        return CompletableFuture.supplyAsync(() -> {
            throw new CommandException("ELATE", "Too late");
        });
    }

    @Command("unserialisable")
    public Loop unserialisable() {
        return new Loop();
    }

    @Command("not-a-number")
    public double notANumber() {
        return Double.NaN;
    }

    @Command("throws-while-written")
    public Object throwsWhileWritten() {
        return new Unreadable();
    }

    @Command("never")
    public CompletionStage<String> never() {
        return new CompletableFuture<>();
    }

    /** A bean whose getter fails. */
    public static class Unreadable {
        public String getText() {
            throw new IllegalStateException(SECRET);
        }
    }
}
