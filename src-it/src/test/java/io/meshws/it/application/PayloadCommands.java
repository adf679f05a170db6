package io.meshws.it.application;

import io.meshws.Command;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Every form that payloads and results may have. */
@ApplicationScoped
public class PayloadCommands {
    @Resource
    private ManagedExecutorService executor;

    @Command("echo")
    public JsonValue echo(JsonValue payload) {
        return payload;
    }

    @Command("add")
    public int add(JsonObject numbers) {
        return numbers.getInt("a")
                + numbers.getJsonArray("b").stream()
                        .mapToInt(number -> Integer.parseInt(number.toString()))
                        .sum();
    }

    @Command("refresh")
    public void refresh() {}

    @Command("upper")
    public String upper(String text) {
        return text == null ? "nothing" : text.toUpperCase();
    }

    @Command("next")
    public int next(int number) {
        return number + 1;
    }

    @Command("not")
    public boolean not(boolean value) {
        return !value;
    }

    @Command("next-or-first")
    public BigInteger nextOrFirst(Optional<BigInteger> number) {
        return number.map(BigInteger.ONE::add).orElse(BigInteger.ONE);
    }

    @Command("birthday")
    public Person birthday(Person person) {
        return new Person(person.name(), person.age() + 1);
    }

    @Command("lead")
    public Person lead(Team team) {
        return team.lead();
    }

    @Command("older")
    public List<Person> older(List<Person> people) {
        return people.stream().map(this::birthday).toList();
    }

    @Command("other-colour")
    public Colour other(Colour colour) {
        return colour == Colour.RED ? Colour.GREEN : Colour.RED;
    }

    /** Completes on a thread of the server, on which the application's context is available. */
    @Command("later")
    public CompletionStage<Person> later(Person person) {
        return CompletableFuture.supplyAsync(
                () -> CDI.current().select(PayloadCommands.class).get().birthday(person), executor);
    }
}
