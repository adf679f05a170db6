package io.meshws.conformance;

import io.meshws.conformance.Exchange.Audience;
import io.meshws.conformance.Values.Sender;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Plays the server of one exchange to a client, whose methods a driver calls. For one thread. */
public final class ClientCheck {
    private final Conversation driver;
    private final Exchange exchange;
    private final Duration patience;
    private final PlayedServer server;
    private final Values values = new Values();
    private final Map<String, Side> sides = new HashMap<>();

    /** One connection: the ids that the client chose, by those of the exchange, and which call sent the request. */
    private record Side(PlayedServer.Peer peer, Map<JsonValue, JsonValue> ids, Map<JsonValue, Integer> calls) {}

    private ClientCheck(Driver driver, Exchange exchange, PlayedServer server) {
        this.exchange = exchange;
        this.server = server;
        patience = Duration.ofSeconds(exchange.patience());
        this.driver = new Conversation(driver, patience);
    }

    /** Runs an exchange that holds clients to their part. The driver can be used for several, one after the other. */
    public static void run(Driver driver, Exchange exchange) throws NotConformingException, InterruptedException {
        try (PlayedServer server = new PlayedServer()) {
            ClientCheck check = new ClientCheck(driver, exchange, server);
            check.run();
        }
    }

    /** The exchanges for clients. */
    public static List<Exchange> exchanges() {
        return Exchange.of(Audience.CLIENT);
    }

    private void run() throws NotConformingException, InterruptedException {
        values.bind("run", Json.string(UUID.randomUUID().toString()));
        values.bindAll(exchange.constants());
        try {
            for (int i = 0; i < exchange.steps().size(); i++) {
                try {
                    play(exchange.steps().get(i));
                } catch (NotConformingException e) {
                    throw new NotConformingException("step " + (i + 1) + ": " + e.getMessage());
                }
            }
            for (Map.Entry<String, Side> each : sides.entrySet()) {
                assertNothingElse(each.getKey(), each.getValue());
            }
        } finally {
            driver.end();
        }
        driver.assertNothingElse();
    }

    private void play(Step step) throws NotConformingException, InterruptedException {
        if (step instanceof Step.Connect connect) {
            connect(connect.connection(), values.text(connect.query()));
        } else if (step instanceof Step.Sends sends) {
            sends(sends);
        } else if (step instanceof Step.Calls calls) {
            Step.Call call = calls.call();
            int number = driver.call(calls.connection(), call.method(), filled(call.arguments()));
            driver.outcome(number, new Step.Outcome.Result(JsonValue.NULL), values);
        } else if (step instanceof Step.Receives receives) {
            receives(receives);
        } else if (step instanceof Step.AnyOrder any) {
            for (Step.Receives each : any.steps()) {
                receives(each);
            }
        } else if (step instanceof Step.Closes closes) {
            int number = driver.call(closes.connection(), "close", List.of());
            driver.outcome(number, new Step.Outcome.Result(JsonValue.NULL), values);
            sides.remove(closes.connection());
        } else {
            throw new IllegalArgumentException("No call makes a client send " + step);
        }
    }

    private List<JsonValue> filled(List<JsonValue> templates) {
        return templates.stream().map(values::filled).toList();
    }

    private void connect(String name, String query) throws NotConformingException, InterruptedException {
        String address = query.isEmpty() ? server.uri().toString() : server.uri() + "?" + query;
        int number = driver.call(name, "connect", List.of(Json.string(address)));
        PlayedServer.Peer peer = server.next(patience);
        if (peer == null) {
            throw new NotConformingException(name + " did not connect");
        }
        sides.put(name, new Side(peer, new HashMap<>(), new HashMap<>()));
        JsonValue id = Json.string("id-of-" + name);
        values.bind(name, id);
        peer.send(FrameText.event(BuiltIn.ASSIGN_ID, id.toString()));
        driver.outcome(number, new Step.Outcome.Result(id), values);
    }

    private void sends(Step.Sends step) throws NotConformingException, InterruptedException {
        Side side = sides.get(step.connection());
        JsonValue id = step.frame().get("id");
        Integer number = null;
        if (step.call().isPresent()) {
            Step.Call call = step.call().get();
            number = driver.call(step.connection(), call.method(), filled(call.arguments()));
        }
        JsonObject sent = frame(step, side);
        JsonObject expected = id instanceof JsonNumber
                ? Json.provider().createObjectBuilder(step.frame()).remove("id").build()
                : step.frame();
        JsonObjectBuilder compared = Json.object();
        for (String member : expected.keySet()) {
            compared.add(member, sent.getOrDefault(member, JsonValue.NULL));
        }
        Optional<String> mismatch = values.mismatch(expected, compared.build(), Sender.CLIENT);
        if (mismatch.isPresent()) {
            throw new NotConformingException(step.connection() + " sent " + sent + ": " + mismatch.get());
        }
        if (id instanceof JsonNumber) {
            if (!(sent.get("id") instanceof JsonNumber own)) {
                throw new NotConformingException(step.connection() + " sent " + sent + " without a number as id");
            }
            side.ids().put(id, own);
            side.calls().put(id, number);
        } else if (number != null) {
            driver.outcome(number, new Step.Outcome.Result(JsonValue.NULL), values);
        }
    }

    /** The next frame; questions that the client may ask before it are answered. */
    private JsonObject frame(Step.Sends step, Side side) throws NotConformingException, InterruptedException {
        while (true) {
            String text = side.peer().next(patience);
            if (text == null) {
                throw new NotConformingException(step.connection() + " sent nothing;" + driver.said());
            }
            JsonObject frame = Json.readTrusted(text).asJsonObject();
            JsonValue reply = step.mayAsk().get(frame.getString("command"));
            if (reply == null) {
                return frame;
            }
            side.peer()
                    .send(Json.provider()
                            .createObjectBuilder(frame)
                            .add("payload", reply)
                            .build()
                            .toString());
        }
    }

    private void receives(Step.Receives step) throws NotConformingException, InterruptedException {
        Side side = sides.get(step.connection());
        JsonObject frame = values.filled(step.frame()).asJsonObject();
        JsonValue id = frame.get("id");
        if (id instanceof JsonNumber) {
            frame = Json.provider()
                    .createObjectBuilder(frame)
                    .add("id", side.ids().get(id))
                    .build();
        }
        side.peer().send(frame.toString());
        if (id instanceof JsonNumber && side.calls().get(id) != null) {
            Step.Outcome outcome = step.outcome()
                    .orElseThrow(
                            () -> new IllegalArgumentException("A call without a result or an error: " + step.frame()));
            driver.outcome(side.calls().get(id), outcome, values);
        }
        for (JsonValue told : step.tells()) {
            driver.told(step.connection(), told, values);
        }
    }

    private static void assertNothingElse(String name, Side side) throws NotConformingException, InterruptedException {
        String text = side.peer().next(Duration.ZERO);
        if (text != null) {
            throw new NotConformingException("at the end: " + name + " sent " + text + " too");
        }
    }
}
