package io.meshws.internal.instance;

import static io.meshws.internal.instance.Limit.ofNumber;
import static io.meshws.internal.instance.Limit.ofSize;
import static io.meshws.internal.instance.LimitsContract.BURST_SECONDS;
import static io.meshws.internal.instance.LimitsContract.CONNECTIONS;
import static io.meshws.internal.instance.LimitsContract.DEPTH;
import static io.meshws.internal.instance.LimitsContract.LENGTH;
import static io.meshws.internal.instance.LimitsContract.NAME;
import static io.meshws.internal.instance.LimitsContract.NUMBER;
import static io.meshws.internal.instance.LimitsContract.PER_SECOND;
import static io.meshws.internal.instance.LimitsContract.SOME;
import static io.meshws.internal.instance.LimitsContract.STRING;
import static io.meshws.internal.instance.LimitsContract.USER_PER_SECOND;
import static io.meshws.internal.instance.LimitsContract.with;

import io.meshws.MeshProperty;
import io.meshws.protocol.Json;
import java.util.Collections;
import java.util.stream.Stream;

/** The limits that {@link LimitsContract} walks. */
final class Limits {
    private Limits() {}

    static Stream<Limit> all() {
        return Stream.of(sizes(), names(), numbers(), connections()).flatMap(each -> each);
    }

    private static Stream<Limit> sizes() {
        String tooLong = " must not be longer than " + LENGTH + " characters";
        return Stream.of(
                ofSize(
                        DEPTH,
                        "Nested deeper than 12 levels",
                        "ETOODEEP",
                        (all, n) -> all.call("echo", "[".repeat(n - 1) + "]".repeat(n - 1))),
                ofSize(
                        NUMBER,
                        "Number longer than " + NUMBER + " characters",
                        "ENUMBER",
                        (all, n) -> all.call("echo", "9".repeat(n))),
                ofSize(
                        STRING,
                        "String longer than " + STRING + " characters",
                        "ESTRING",
                        (all, n) -> all.call("echo", text(n))),
                ofSize(
                        LENGTH,
                        "metadata of a connection" + tooLong,
                        "ETOOLARGE",
                        MeshProperty.MAX_CONNECTION_METADATA,
                        (all, n) -> all.call("mesh/set-my-connection-metadata", with("metadata", text(n - 2)))),
                ofSize(
                        LENGTH,
                        "metadata of a room" + tooLong,
                        "ETOOLARGE",
                        MeshProperty.MAX_ROOM_METADATA,
                        (all, n) -> all.call("room-metadata", text(n - 2))),
                ofSize(LENGTH, "presence state" + tooLong, "ETOOLARGE", MeshProperty.MAX_PRESENCE_STATE, (all, n) -> {
                    all.call("mesh/join-room", with("roomName", "\"r\""));
                    return all.call("mesh/publish-presence-state", with("roomName", "\"r\"", "state", text(n - 2)));
                }),
                ofSize(
                        LENGTH,
                        "value of a record" + tooLong,
                        "ETOOLARGE",
                        MeshProperty.MAX_RECORD_SIZE,
                        (all, n) -> all.call(
                                "mesh/publish-record-update", with("recordId", "\"r\"", "newValue", text(n - 2)))),
                ofSize(
                        LENGTH,
                        "A message" + tooLong,
                        "ETOOLARGE",
                        (all, n) -> all.call("mesh/publish-channel", with("channel", "\"c\"", "message", text(n)))),
                ofSize(
                        64,
                        "an array of 1 to 64 changes",
                        "EPAYLOAD",
                        (all, n) -> all.call(
                                "mesh/publish-record-update",
                                with("recordId", "\"r\"", "changes", list(n, "{\"op\":\"increment\",\"path\":\"\"}")))),
                ofSize(
                        1024,
                        "changes[0].path: expected at most 1024 characters",
                        "EPAYLOAD",
                        (all, n) -> all.call(
                                "mesh/publish-record-update",
                                with(
                                        "recordId",
                                        "\"r\"",
                                        "changes",
                                        list(
                                                1,
                                                with(
                                                        "op",
                                                        "\"remove\"",
                                                        "path",
                                                        Json.quote("/" + "x".repeat(n - 1))))))),
                ofSize(
                        64,
                        "an array of 1 to 64 operations",
                        "EPAYLOAD",
                        (all, n) -> all.call(
                                "mesh/transaction",
                                with("operations", list(n, "{\"op\":\"write\",\"recordId\":\"r\",\"newValue\":1}")))));
    }

    private static Stream<Limit> names() {
        String tooLong = " must not be longer than " + NAME + " characters";
        return Stream.of(
                ofSize(
                        256,
                        "\"command\" is longer than 256 characters",
                        "ETOOLARGE",
                        (all, n) -> all.call("x".repeat(n), "null")),
                ofSize(
                        NAME,
                        "A room name" + tooLong,
                        "ENAME",
                        (all, n) -> all.call("mesh/join-room", with("roomName", text(n)))),
                ofSize(
                        NAME,
                        "A channel name" + tooLong,
                        "ENAME",
                        (all, n) -> all.call("mesh/subscribe-channel", with("channel", text(n)))),
                ofSize(
                        NAME,
                        "A record id" + tooLong,
                        "ENAME",
                        (all, n) -> all.call("mesh/subscribe-record", with("recordId", text(n)))),
                ofSize(
                        NAME,
                        "A collection id" + tooLong,
                        "ENAME",
                        (all, n) -> all.call("mesh/subscribe-collection", with("collectionId", text(n)))),
                ofSize(
                        256,
                        "A connection id must not be longer than 256 characters",
                        "ENAME",
                        (all, n) -> all.call("mesh/get-connection-metadata", with("connectionId", text(n)))),
                ofSize(NAME, "A name" + tooLong, "ENAME", (all, n) -> all.takeName(text(n))),
                ofSize(NAME, "A pipe name" + tooLong, "ENAME", (all, n) -> all.openPipe(text(n))));
    }

    private static Stream<Limit> numbers() {
        return Stream.of(
                ofNumber(
                        SOME,
                        "in 3 rooms",
                        "EROOMS",
                        (all, n) -> all.call("mesh/join-room", with("roomName", "\"r" + n + "\""))),
                ofNumber(
                        SOME,
                        "3 subscriptions",
                        "ESUBSCRIPTIONS",
                        (all, n) -> all.call("mesh/subscribe-record", with("recordId", "\"r" + n + "\""))),
                ofNumber(SOME, "3 names", "ENAMES", (all, n) -> all.takeName("\"n" + n + "\"")),
                ofNumber(SOME, "3 pipes", "EPIPES", (all, n) -> all.openPipe("\"p" + n + "\"")),
                ofNumber(
                        SOME,
                        "commands of this connection are in flight",
                        "EBUSY",
                        MeshProperty.MAX_IN_FLIGHT,
                        (all, n) -> n > SOME ? all.call("never", "null") : all.begin("never")),
                ofNumber(512, "requests wait to be confirmed", "EBUSY", LimitsContract::callNumbered),
                ofNumber(
                        BURST_SECONDS * PER_SECOND,
                        "commands of this connection; try",
                        "ERATE",
                        MeshProperty.COMMANDS_PER_SECOND,
                        (all, n) -> all.call("echo", "1")),
                ofNumber(
                        BURST_SECONDS * USER_PER_SECOND,
                        "commands of this user; try",
                        "ERATE",
                        MeshProperty.USER_COMMANDS_PER_SECOND,
                        (all, n) -> all.call(all.client("ann's " + n % 2), "echo", "1")));
    }

    private static Stream<Limit> connections() {
        return Stream.of(
                ofNumber(
                        CONNECTIONS,
                        "503",
                        "503",
                        MeshProperty.MAX_CONNECTIONS,
                        (all, n) -> all.connect("192.0.2." + n, "")),
                ofNumber(
                        SOME,
                        "429",
                        "429",
                        MeshProperty.MAX_CONNECTIONS_PER_ADDRESS,
                        (all, n) -> all.connect("192.0.2.1", "")),
                ofNumber(
                        SOME,
                        "429",
                        "429",
                        MeshProperty.MAX_CONNECTIONS_PER_USER,
                        (all, n) -> all.connect("192.0.2." + n, "ben")));
    }

    private static String text(int length) {
        return Json.quote("x".repeat(length));
    }

    private static String list(int length, String element) {
        return Collections.nCopies(length, element).toString();
    }
}
