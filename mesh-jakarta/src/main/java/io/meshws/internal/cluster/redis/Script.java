package io.meshws.internal.cluster.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.redisson.api.RScript.ReturnType;

/** The Lua scripts: each constant's file says what its keys, arguments and result are. Read once. */
enum Script {
    CLAIM_DEAD(ReturnType.LIST),
    CONTAINS(ReturnType.LONG),
    FOLLOW_RECORD(ReturnType.LIST),
    GET(ReturnType.LIST),
    GET_ALL(ReturnType.LIST),
    HOLD_DEAD(ReturnType.LONG),
    INSTANCES(ReturnType.LIST),
    JOIN(ReturnType.LONG),
    LEAVE(ReturnType.LONG),
    MEMBERS(ReturnType.LIST),
    PRESENCE_CHANGE(ReturnType.LIST),
    PRESENCE_RENEW(ReturnType.LIST),
    PRESENCE_VIEW(ReturnType.LIST),
    PUBLISH(ReturnType.LIST),
    PUT_CONNECTION(ReturnType.LONG),
    READ_CHANNEL(ReturnType.LIST),
    READ_RECORD(ReturnType.LIST),
    REGISTER(ReturnType.LONG),
    REMOVE_CONNECTIONS(ReturnType.LONG),
    REPLACE_HASH(ReturnType.LONG),
    REPLACE_MEMBERS(ReturnType.LONG),
    REPLACE_METADATA(ReturnType.LONG),
    ROUTES(ReturnType.LIST),
    SCAN_HASH(ReturnType.LIST),
    SET_MEMBERS(ReturnType.LONG),
    SET_MEMBERSHIPS(ReturnType.LONG),
    SET_METADATA(ReturnType.LONG),
    SOME_MEMBERS(ReturnType.LIST),
    SOME_MEMBERSHIPS(ReturnType.LIST),
    UNFOLLOW_RECORD(ReturnType.LONG),
    UNREGISTER(ReturnType.LONG),
    UNSUBSCRIBE_CHANNEL(ReturnType.LONG),
    WRITE_RECORD(ReturnType.LIST);

    private final String text;
    private final ReturnType returnType;

    Script(ReturnType returnType) {
        this.returnType = returnType;
        this.text = read(name().toLowerCase(Locale.ROOT).replace('_', '-') + ".lua");
    }

    String text() {
        return text;
    }

    /** {@code LONG} for {@code Long}, {@code LIST} for a list of texts, of numbers or of such lists. */
    ReturnType returnType() {
        return returnType;
    }

    private static String read(String file) {
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing beside " + Script.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
