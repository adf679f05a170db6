package io.meshws.internal.connection;

import io.meshws.StateOptions;
import io.meshws.internal.cluster.ClusterMessage.Call;
import io.meshws.internal.cluster.OwnerOperation;
import io.meshws.internal.connection.OwnerRequest.AskClient;
import io.meshws.internal.connection.OwnerRequest.AskName;
import io.meshws.internal.connection.OwnerRequest.Cancel;
import io.meshws.internal.connection.OwnerRequest.ClearState;
import io.meshws.internal.connection.OwnerRequest.Close;
import io.meshws.internal.connection.OwnerRequest.CloseSeveral;
import io.meshws.internal.connection.OwnerRequest.CloseUser;
import io.meshws.internal.connection.OwnerRequest.JoinRoom;
import io.meshws.internal.connection.OwnerRequest.LeaveAllRooms;
import io.meshws.internal.connection.OwnerRequest.LeaveRoom;
import io.meshws.internal.connection.OwnerRequest.PublishState;
import io.meshws.internal.connection.OwnerRequest.SetMetadata;
import io.meshws.internal.connection.OwnerRequest.TellName;
import io.meshws.protocol.Json;
import io.meshws.protocol.MergeStrategy;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The form in which one kind of request travels between instances, and its result: an argument, a body of JSON text,
 * and a result of JSON text. The versions of mesh in one cluster have to agree on it.
 *
 * @param argument null if there is none
 * @param body null if there is none
 * @param read throws if the call has another form
 */
record OwnerForm<Q extends OwnerRequest<R>, R>(
        OwnerOperation operation,
        Function<Q, String> argument,
        Function<Q, String> body,
        Function<Call, Q> read,
        Result<R> result) {
    private static final Map<Class<?>, OwnerForm<?, ?>> BY_TYPE = new HashMap<>();
    private static final Map<OwnerOperation, OwnerForm<?, ?>> BY_OPERATION = new EnumMap<>(OwnerOperation.class);

    static {
        add(
                JoinRoom.class,
                OwnerOperation.JOIN_ROOM,
                JoinRoom::room,
                null,
                call -> new JoinRoom(call.argument()),
                Result.FLAG);
        add(
                LeaveRoom.class,
                OwnerOperation.LEAVE_ROOM,
                LeaveRoom::room,
                null,
                call -> new LeaveRoom(call.argument()),
                Result.FLAG);
        add(
                LeaveAllRooms.class,
                OwnerOperation.LEAVE_ALL_ROOMS,
                null,
                null,
                call -> new LeaveAllRooms(),
                Result.NOTHING);
        add(
                PublishState.class,
                OwnerOperation.PUBLISH_STATE,
                PublishState::room,
                OwnerForm::stateBody,
                OwnerForm::publishState,
                Result.FLAG);
        add(
                ClearState.class,
                OwnerOperation.CLEAR_STATE,
                ClearState::room,
                null,
                call -> new ClearState(call.argument()),
                Result.FLAG);
        add(
                SetMetadata.class,
                OwnerOperation.SET_METADATA,
                request -> request.strategy().wireName(),
                request -> Json.text(request.metadata()),
                OwnerForm::setMetadata,
                Result.NOTHING);
        add(
                AskClient.class,
                OwnerOperation.REQUEST,
                AskClient::command,
                OwnerForm::askBody,
                OwnerForm::askClient,
                Result.JSON);
        add(
                Cancel.class,
                OwnerOperation.CANCEL_REQUEST,
                Cancel::callId,
                null,
                call -> new Cancel(call.argument()),
                Result.NOTHING);
        add(AskName.class, OwnerOperation.ASK_NAME, AskName::name, NameForm::body, NameForm::askName, Result.JSON);
        add(TellName.class, OwnerOperation.TELL_NAME, TellName::name, NameForm::body, NameForm::tellName, Result.FLAG);
        add(Close.class, OwnerOperation.CLOSE, null, null, call -> new Close(), Result.NOTHING);
        add(
                CloseSeveral.class,
                OwnerOperation.CLOSE_SEVERAL,
                null,
                OwnerForm::idsBody,
                OwnerForm::closeSeveral,
                Result.COUNT);
        add(
                CloseUser.class,
                OwnerOperation.CLOSE_USER,
                CloseUser::user,
                null,
                call -> new CloseUser(call.argument()),
                Result.COUNT);
    }

    /** The form of a result as JSON text. */
    record Result<R>(Function<R, String> write, Function<String, R> read) {
        static final Result<Void> NOTHING = new Result<>(nothing -> "null", text -> null);
        static final Result<Boolean> FLAG = new Result<>(String::valueOf, Boolean::valueOf);
        static final Result<Integer> COUNT = new Result<>(String::valueOf, Integer::valueOf);
        static final Result<JsonValue> JSON = new Result<>(JsonValue::toString, Json::readTrusted);
    }

    private static <Q extends OwnerRequest<R>, R> void add(
            Class<Q> type,
            OwnerOperation operation,
            Function<Q, String> argument,
            Function<Q, String> body,
            Function<Call, Q> read,
            Result<R> result) {
        OwnerForm<Q, R> form = new OwnerForm<>(operation, argument, body, read, result);
        BY_TYPE.put(type, form);
        BY_OPERATION.put(operation, form);
    }

    /** The form of the request. */
    @SuppressWarnings("unchecked")
    static <R> OwnerForm<OwnerRequest<R>, R> of(OwnerRequest<R> request) {
        return (OwnerForm<OwnerRequest<R>, R>) BY_TYPE.get(request.getClass());
    }

    /** Reads the request of another instance. */
    static OwnerRequest<?> read(Call call) {
        return BY_OPERATION.get(call.operation()).read.apply(call);
    }

    /** @param connectionId null if the request doesn't concern one connection */
    Call call(String callId, String caller, String connectionId, Q request) {
        return new Call(
                callId,
                caller,
                operation,
                connectionId,
                argument == null ? null : argument.apply(request),
                body == null ? null : body.apply(request));
    }

    private static String stateBody(PublishState request) {
        JsonObjectBuilder body = Json.object()
                .add("state", request.state())
                .add("silent", request.options().silent());
        request.options().expireAfter().ifPresent(time -> body.add("expireAfter", time.toMillis()));
        return body.build().toString();
    }

    private static PublishState publishState(Call call) {
        JsonObject body = Json.readTrusted(call.body()).asJsonObject();
        Optional<Duration> expireAfter =
                Optional.ofNullable(body.getJsonNumber("expireAfter")).map(time -> Duration.ofMillis(time.longValue()));
        return new PublishState(
                call.argument(), body.get("state"), new StateOptions(expireAfter, body.getBoolean("silent")));
    }

    private static SetMetadata setMetadata(Call call) {
        return new SetMetadata(
                Json.readTrusted(call.body()),
                MergeStrategy.ofWireName(call.argument()).orElse(MergeStrategy.REPLACE));
    }

    private static String askBody(AskClient request) {
        return Json.object()
                .add("timeout", request.within().toMillis())
                .add("payload", request.payload())
                .build()
                .toString();
    }

    private static AskClient askClient(Call call) {
        JsonObject body = Json.readTrusted(call.body()).asJsonObject();
        Duration within = body.get("timeout") instanceof JsonNumber millis
                ? Duration.ofMillis(millis.longValue())
                : OwnerRequest.TIMEOUT;
        return new AskClient(call.argument(), body.get("payload"), within);
    }

    private static String idsBody(CloseSeveral request) {
        JsonArrayBuilder body = Json.array();
        request.connectionIds().forEach(body::add);
        return body.build().toString();
    }

    private static CloseSeveral closeSeveral(Call call) {
        return new CloseSeveral(
                Set.copyOf(Json.readTrusted(call.body()).asJsonArray().getValuesAs(JsonString::getString)));
    }
}
