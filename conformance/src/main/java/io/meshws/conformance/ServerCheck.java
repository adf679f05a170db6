package io.meshws.conformance;

import io.meshws.conformance.Exchange.Audience;
import io.meshws.conformance.Values.Sender;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Plays the clients of one exchange against a server. For one thread. */
public final class ServerCheck {
    private static final Set<String> LIVENESS = Set.of(BuiltIn.PING, BuiltIn.LATENCY_REQUEST, BuiltIn.LATENCY);
    private static final long LAST_ID = 999_999;

    private final List<URI> addresses;
    private final Exchange exchange;
    private final Duration patience;
    private final Values values = new Values();
    private final Map<String, WireConnection> connections = new HashMap<>();

    /** @param addresses of instances of one cluster, to which the connections go in turn */
    private ServerCheck(List<URI> addresses, Exchange exchange) {
        this.addresses = addresses;
        this.exchange = exchange;
        patience = Duration.ofSeconds(exchange.patience());
    }

    /** Runs an exchange that holds servers to their part. */
    public static void run(List<URI> addresses, Exchange exchange) throws NotConformingException, InterruptedException {
        ServerCheck check = new ServerCheck(addresses, exchange);
        try {
            check.run();
        } finally {
            check.connections.values().forEach(WireConnection::close);
        }
    }

    /** The exchanges that this server can be held to: some need the commands of the conformance application. */
    public static boolean hasApplication(URI address) throws NotConformingException, InterruptedException {
        try (WireConnection connection = new WireConnection(address, Duration.ofSeconds(10))) {
            connection.next("", Duration.ofSeconds(10));
            connection.send(FrameText.clientCall(1, "conformance/echo", "true"));
            return connection.next("", Duration.ofSeconds(10)).get("payload") == JsonValue.TRUE;
        }
    }

    private void run() throws NotConformingException, InterruptedException {
        values.bind("run", Json.string(UUID.randomUUID().toString()));
        values.bindAll(exchange.constants());
        for (int i = 0; i < exchange.steps().size(); i++) {
            try {
                play(exchange.steps().get(i));
            } catch (NotConformingException e) {
                throw new NotConformingException("step " + (i + 1) + ": " + e.getMessage());
            }
        }
        for (Map.Entry<String, WireConnection> each : connections.entrySet()) {
            assertNothingElse(each.getKey(), each.getValue());
        }
    }

    private void play(Step step) throws NotConformingException, InterruptedException {
        if (step instanceof Step.Connect connect) {
            connect(connect);
        } else if (step instanceof Step.Sends sends) {
            connection(sends.connection()).send(values.filled(sends.frame()).toString());
        } else if (step instanceof Step.SendsText sends) {
            connection(sends.connection()).send(sends.text());
        } else if (step instanceof Step.Receives receives) {
            receive(List.of(receives));
        } else if (step instanceof Step.AnyOrder any) {
            receive(any.steps());
        } else if (step instanceof Step.Closes closes) {
            connections.remove(closes.connection()).close();
        }
    }

    private WireConnection connection(String name) {
        return connections.get(name);
    }

    private void connect(Step.Connect step) throws NotConformingException, InterruptedException {
        URI uri = addresses.get(connections.size() % addresses.size());
        if (!step.query().isEmpty()) {
            uri = URI.create(uri + "?" + values.text(step.query()));
        }
        WireConnection connection = new WireConnection(uri, patience);
        connections.put(step.connection(), connection);
        JsonObject first = connection.next("", patience);
        JsonValue id = first.get("payload");
        String name = first.getString("command", "");
        if (!name.endsWith("/assign-id") || id == null || id.getValueType() != JsonValue.ValueType.STRING) {
            throw new NotConformingException("the first frame is " + first + ", and should be mesh/assign-id");
        }
        values.bind(step.connection(), id);
    }

    /** All of these, those of one connection in any order. */
    private void receive(List<Step.Receives> steps) throws NotConformingException, InterruptedException {
        List<Step.Receives> left = new ArrayList<>(steps);
        while (!left.isEmpty()) {
            String name = left.get(0).connection();
            List<Step.Receives> here =
                    left.stream().filter(each -> each.connection().equals(name)).toList();
            String liveness = here.get(0).frame().getString("command");
            JsonObject frame = connection(name).next(LIVENESS.contains(liveness) ? liveness : "", patience);
            left.remove(matching(name, here, frame));
        }
    }

    private Step.Receives matching(String name, List<Step.Receives> expected, JsonObject frame)
            throws NotConformingException {
        Optional<String> why = Optional.empty();
        for (Step.Receives each : expected) {
            why = values.mismatch(each.frame(), compared(each.frame(), frame), Sender.SERVER);
            if (why.isEmpty()) {
                return each;
            }
        }
        throw new NotConformingException(name + " received " + frame
                + (expected.size() == 1 ? ": " + why.orElseThrow() : ", which is none of those that may come"));
    }

    /** The part of a frame that counts: the id, whether one is expected or not, and the members that the step has. */
    private static JsonObject compared(JsonObject expected, JsonObject frame) {
        JsonObjectBuilder compared = Json.object();
        frame.forEach((member, value) -> {
            if (member.equals("id") || expected.containsKey(member)) {
                compared.add(member, value);
            }
        });
        return compared.build();
    }

    /** Anything that the server had sent before its answer to this would have arrived. */
    private void assertNothingElse(String name, WireConnection connection)
            throws NotConformingException, InterruptedException {
        connection.send(FrameText.clientCall(LAST_ID, BuiltIn.NOOP, "null"));
        JsonObject frame = connection.next("", patience);
        if (frame.getInt("id", 0) != LAST_ID) {
            throw new NotConformingException("at the end: " + name + " received " + frame + " too");
        }
    }

    /** The exchanges for servers. */
    public static List<Exchange> exchanges() {
        return Exchange.of(Audience.SERVER);
    }
}
