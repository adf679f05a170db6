package io.meshws.internal.cluster.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.redisson.api.RScript.ReturnType;

/** The Lua scripts. The file of each constant documents its keys, arguments and result. Read once, without comments. */
enum Script {
    ADD_DEADLINE(ReturnType.LONG),
    CHANGE_NAMES(ReturnType.LIST, "name-entry"),
    CLAIM_DEAD(ReturnType.LIST),
    CLAIM_REQUEST(ReturnType.LIST),
    CONTAINS(ReturnType.LONG),
    DESCRIBE_INSTANCE(ReturnType.LONG),
    DESCRIBED_INSTANCES(ReturnType.LIST),
    EXPIRE_RECORD(ReturnType.LIST, "record-version", "record-places"),
    FILL_RECORD(ReturnType.LONG, "record-places"),
    FOLLOW_INDEX(ReturnType.LIST),
    FOLLOW_RECORD(ReturnType.LIST, "record-version"),
    FORGET_UNSAVED(ReturnType.LONG),
    GET(ReturnType.LIST),
    GET_ALL(ReturnType.LIST),
    HOLD_DEAD(ReturnType.LONG),
    INSTANCES(ReturnType.LIST),
    JOIN(ReturnType.LONG),
    KEEP_ANSWER(ReturnType.LONG),
    LEAVE(ReturnType.LONG),
    MEMBERS(ReturnType.LIST),
    NAMES(ReturnType.LIST, "name-entry"),
    NAMES_OF(ReturnType.LIST),
    NEXT_DEADLINES(ReturnType.LONG),
    NOTE_UNSAVED(ReturnType.LONG),
    OVERDUE_RECORDS(ReturnType.LIST),
    PRELOAD(ReturnType.LONG),
    PRESENCE_CHANGE(ReturnType.LIST, "line"),
    PRESENCE_RENEW(ReturnType.LIST),
    PRESENCE_VIEW(ReturnType.LIST, "line"),
    PUBLISH(ReturnType.LIST, "line", "channel-place"),
    PUT_OFF_UNSAVED(ReturnType.LONG),
    PUT_CONNECTION(ReturnType.LONG),
    READ_CHANNEL(ReturnType.LIST, "line", "channel-place"),
    READ_INDEX(ReturnType.LIST),
    READ_NAME(ReturnType.LIST, "name-entry"),
    READ_RECORD(ReturnType.LIST, "record-version"),
    READ_UNSAVED(ReturnType.LIST, "record-version"),
    READ_UNSAVED_MESSAGES(ReturnType.LIST),
    REGISTER(ReturnType.LIST),
    REMOVE_CONNECTIONS(ReturnType.LONG),
    REPLACE_HASH(ReturnType.LONG),
    REPLACE_MEMBERS(ReturnType.LONG),
    REPLACE_METADATA(ReturnType.LONG),
    RESUME_CHANNEL(ReturnType.LONG, "line", "channel-place"),
    ROUTES(ReturnType.LIST),
    SAVED_MESSAGES(ReturnType.LONG),
    SAVED_RECORDS(ReturnType.LONG, "record-version", "saved-version"),
    SCAN_HASH(ReturnType.LIST),
    SEND(ReturnType.LIST),
    SET_MEMBERS(ReturnType.LONG),
    SET_MEMBERSHIPS(ReturnType.LONG),
    SET_METADATA(ReturnType.LONG),
    SOME_MEMBERS(ReturnType.LIST),
    SOME_MEMBERSHIPS(ReturnType.LIST),
    SURPASS_KEPT(ReturnType.LONG, "record-version", "saved-version"),
    TAKE_UNSAVED(ReturnType.LIST),
    UNFOLLOW_INDEX(ReturnType.LONG),
    UNFOLLOW_RECORD(ReturnType.LONG),
    UNLIST_CHANNEL(ReturnType.LONG),
    UNREGISTER(ReturnType.LONG),
    UNSUBSCRIBE_CHANNEL(ReturnType.LONG),
    WRITE_RECORD(ReturnType.LIST, "record-version", "record-places");

    private final String text;
    private final String digest;
    private final ReturnType returnType;

    /** @param functions files with functions that several scripts share; placed before the script's own text */
    Script(ReturnType returnType, String... functions) {
        this.returnType = returnType;
        StringBuilder all = new StringBuilder();
        for (String file : functions) {
            all.append(read(file));
        }
        this.text = all.append(read(name().toLowerCase(Locale.ROOT).replace('_', '-')))
                .toString();
        this.digest = sha1(text);
    }

    String text() {
        return text;
    }

    /** The name under which Redis keeps a script that it has run. */
    String digest() {
        return digest;
    }

    /** {@code LONG} for {@code Long}, {@code LIST} for a list of texts, of numbers or of such lists. */
    ReturnType returnType() {
        return returnType;
    }

    /** Not a field, because the constants are created first. */
    private static final class Comments {
        static final Pattern LINE = Pattern.compile("(?m)^ *--.*\\R");
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(String name) {
        String file = name + ".lua";
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing beside " + Script.class.getName());
            }
            // Comments would be sent with each call.
            return Comments.LINE
                    .matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .replaceAll("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
