package io.meshws.it.application;

import io.meshws.Command;
import io.meshws.CommandException;
import io.meshws.MeshConnection;
import io.meshws.MeshServer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The server asks its clients. */
@ApplicationScoped
public class AskingCommands {
    @Inject
    private MeshServer mesh;

    public record Question(String command, JsonValue payload, int timeoutMillis) {}

    /** Asks the calling client; the result is the answer. */
    @Command("ask-me")
    public CompletionStage<JsonValue> ask(Question question, MeshConnection connection) {
        return connection.request(
                question.command(), question.payload(), JsonValue.class, Duration.ofMillis(question.timeoutMillis()));
    }

    /** Like {@link #ask}, for an answer that is a person. */
    @Command("ask-me-for-person")
    public CompletionStage<String> askForPerson(Question question, MeshConnection connection) {
        return connection
                .request(
                        question.command(),
                        question.payload(),
                        Person.class,
                        Duration.ofMillis(question.timeoutMillis()))
                .thenApply(Person::name);
    }

    /** Asks, cancels at once, and returns whether the request ended so. */
    @Command("ask-me-and-cancel")
    public boolean askAndCancel(Question question, MeshConnection connection) {
        CompletableFuture<JsonValue> request = connection.request(
                question.command(), question.payload(), JsonValue.class, Duration.ofMillis(question.timeoutMillis()));
        return request.cancel(true) && request.isCancelled();
    }

    /** Sends this payload back as an event. */
    @Command("send-news")
    public boolean sendNews(JsonValue payload, MeshConnection connection) {
        return connection.send("news", payload);
    }

    public record News(String connectionId, int length, int times) {}

    /** Sends another connection this many events of this length. */
    @Command("send-news-to")
    public void sendNewsTo(News news) {
        String text = "x".repeat(news.length());
        for (int i = 0; i < news.times(); i++) {
            mesh.connections().send(news.connectionId(), "news", text);
        }
    }

    /** Asks another connection; the code of the error, if any. */
    @Command("ask")
    public CompletionStage<String> askOther(String connectionId) {
        return mesh.connections()
                .request(connectionId, "anything", null, JsonValue.class, Duration.ofSeconds(5))
                .handle((answer, failure) -> failure == null ? answer.toString() : codeOf(failure));
    }

    private static String codeOf(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof CommandException e ? e.code() : cause.toString();
    }
}
