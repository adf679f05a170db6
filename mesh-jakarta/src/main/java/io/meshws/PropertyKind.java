package io.meshws;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kind of value that a property has.
 *
 * @param type its name in the documents
 * @param allowed the allowed texts, in words
 * @param isSecret whether a message must not show the value
 * @param read converts a text to a value; throws an {@link IllegalArgumentException}, with the reason unless it's
 *     obvious
 * @param checked returns the value in its normal form; throws as {@code read} does
 */
record PropertyKind<T>(
        String type, String allowed, boolean isSecret, Function<String, T> read, UnaryOperator<T> checked) {
    /** The entry that allows every origin. */
    static final String ANY = "*";

    /** A year: a longer time means never, and may overflow the numbers that times become. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private static final Pattern SIMPLE_DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h)");
    private static final Pattern PREFIX_FORM = Pattern.compile("[A-Za-z0-9._:/%-]{1,64}");

    static final PropertyKind<Integer> COUNT = upTo(Integer.MAX_VALUE, "count");

    /** Of characters of a name, which may be shorter for clients than for the application. */
    static final PropertyKind<Integer> NAME_LENGTH = upTo(InvalidNameException.MAX_LENGTH, "length of names");

    static final PropertyKind<Integer> SMALL_COUNT = upTo(1000, "small count");

    static final PropertyKind<Integer> PERCENT = upTo(100, "percentage");

    /** A limit that can be switched off. */
    static final PropertyKind<Integer> LIMIT = new PropertyKind<>(
            "limit",
            "a whole number from 0 to 2147483647; 0 for no limit",
            false,
            Integer::valueOf,
            number -> require(number >= 0, number));

    /** Names fit into each, also if all their characters are escaped. */
    static final PropertyKind<Integer> STRING_LENGTH = new PropertyKind<>(
            "length of strings",
            "a whole number from 2048 to 2147483647; 0 for no limit",
            false,
            Integer::valueOf,
            number -> require(number == 0 || number >= 2048, number));

    static final PropertyKind<Duration> DURATION = new PropertyKind<>(
            "time",
            "a time such as 500ms, 30s, 5m, or PT30S; more than 0, at most 8760h",
            false,
            PropertyKind::duration,
            duration -> require(
                    !duration.isZero() && !duration.isNegative() && duration.compareTo(LONGEST) <= 0, duration));

    /** Null if there is none. */
    static final PropertyKind<String> PREFIX = new PropertyKind<>(
            "prefix",
            "up to 64 letters, digits, '.', '_', ':', '/', '%' or '-'",
            false,
            text -> text.isEmpty() ? null : text,
            prefix -> require(prefix == null || PREFIX_FORM.matcher(prefix).matches(), prefix));

    static final PropertyKind<List<String>> ORIGINS = new PropertyKind<>(
            "origins",
            "* or origins such as https://app.example.com or http://localhost:3000, separated by commas; or empty",
            false,
            PropertyKind::list,
            origins -> origins.stream().map(PropertyKind::origin).toList());

    static final PropertyKind<List<AddressRange>> RANGES = new PropertyKind<>(
            "addresses",
            "IP addresses, or ranges such as 10.0.0.0/8 or 2001:db8::/32, separated by commas; or empty",
            false,
            text -> list(text).stream().map(PropertyKind::range).toList(),
            List::copyOf);

    static final PropertyKind<SecurityMode> SECURITY = new PropertyKind<>(
            "security",
            "closed or open",
            false,
            text -> SecurityMode.valueOf(text.toUpperCase(Locale.ROOT)),
            UnaryOperator.identity());

    static final PropertyKind<AuthenticationMode> AUTHENTICATION = new PropertyKind<>(
            "authentication",
            "optional or required",
            false,
            text -> AuthenticationMode.valueOf(text.toUpperCase(Locale.ROOT)),
            UnaryOperator.identity());

    static final PropertyKind<List<String>> PATHS = new PropertyKind<>(
            "paths",
            "paths that begin with '/', separated by commas",
            false,
            PropertyKind::list,
            paths -> require(
                    !paths.isEmpty() && paths.stream().allMatch(path -> path.startsWith("/")), List.copyOf(paths)));

    /** Null if there is none. */
    static final PropertyKind<RedisUri> REDIS_URI = new PropertyKind<>(
            "Redis address",
            "redis://[user:password@]host:port[/database], several hosts with redis-cluster:// or"
                    + " redis-sentinel://host:port,…/master; rediss for TLS; or empty",
            true,
            text -> text.isEmpty() ? null : RedisUri.parse(text),
            UnaryOperator.identity());

    /** A part of a value that the message should name instead of the whole. */
    private static final class PartException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        PartException(String part) {
            super(part);
        }
    }

    private static PropertyKind<Integer> upTo(int max, String type) {
        return new PropertyKind<>(
                type,
                "a whole number from 1 to " + max,
                false,
                Integer::valueOf,
                number -> require(number >= 1 && number <= max, number));
    }

    T parse(String property, String text) {
        T value;
        try {
            value = read.apply(text);
        } catch (IllegalArgumentException | DateTimeParseException | ArithmeticException e) {
            throw refused(property, text, e);
        }
        return check(property, value, text);
    }

    T check(String property, T value) {
        return check(property, value, String.valueOf(value));
    }

    private T check(String property, T value, String shown) {
        try {
            return checked.apply(value);
        } catch (IllegalArgumentException e) {
            throw refused(property, shown, e);
        }
    }

    private InvalidConfigException refused(String property, String text, RuntimeException reason) {
        String part = reason instanceof PartException ? reason.getMessage() : text;
        return new InvalidConfigException(property + ": "
                + (isSecret
                        ? "the given value is not allowed because " + reason.getMessage()
                        : "'" + part + "' is not allowed")
                + "; allowed: " + allowed);
    }

    private static <V> V require(boolean isAllowed, V value) {
        if (!isAllowed) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    private static Duration duration(String text) {
        Matcher simple = SIMPLE_DURATION.matcher(text);
        if (!simple.matches()) {
            return Duration.parse(text);
        }
        long amount = Long.parseLong(simple.group(1));
        return switch (simple.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private static AddressRange range(String given) {
        try {
            return AddressRange.parse(given);
        } catch (IllegalArgumentException e) {
            throw new PartException(given);
        }
    }

    private static String origin(String given) {
        return given.equals(ANY) ? ANY : Origin.ofUser(given).orElseThrow(() -> new PartException(given));
    }
}
