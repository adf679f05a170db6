package io.meshws.internal.connection;

import io.meshws.internal.cluster.ClusterMessage.Call;
import io.meshws.internal.connection.OwnerRequest.AskName;
import io.meshws.internal.connection.OwnerRequest.TellName;
import io.meshws.protocol.Json;
import jakarta.json.JsonObject;
import java.time.Duration;

/** The bodies of requests to the holder of a name; see {@link OwnerForm}. The argument is the name. */
final class NameForm {
    private NameForm() {}

    static String body(AskName request) {
        return Json.object()
                .add("holder", request.holder())
                .add("command", request.command())
                .add("timeout", request.within().toMillis())
                .add("payload", request.payload())
                .build()
                .toString();
    }

    static AskName askName(Call call) {
        JsonObject body = Json.readTrusted(call.body()).asJsonObject();
        return new AskName(
                call.argument(),
                body.getString("holder"),
                body.getString("command"),
                body.get("payload"),
                Duration.ofMillis(body.getJsonNumber("timeout").longValue()));
    }

    static String body(TellName request) {
        return Json.object()
                .add("holder", request.holder())
                .add("event", request.event())
                .add("payload", request.payload())
                .build()
                .toString();
    }

    static TellName tellName(Call call) {
        JsonObject body = Json.readTrusted(call.body()).asJsonObject();
        return new TellName(call.argument(), body.getString("holder"), body.getString("event"), body.get("payload"));
    }
}
