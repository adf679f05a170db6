package io.meshws.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.meshws.MeshProperty;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.CloseCode;
import io.meshws.protocol.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A failure prints the table as it should be. */
class TablesTest {
    private static final Pattern LIMIT = Pattern.compile("[.]max-|per-second$");
    private static final Pattern MESSAGE_ID = Pattern.compile("MESH-\\d{4}");

    @Test
    void theConfigurationIsEveryProperty() {
        assertRows(
                MeshProperty.all().stream()
                        .map(property -> List.of(
                                property.propertyName(), property.defaultText(), property.type(), property.meaning()))
                        .toList(),
                Page.of("docs/configuration.md").table("property", "default", "type", "meaning"));
    }

    @Test
    void theTypesOfTheConfigurationAreEveryType() {
        assertRows(
                MeshProperty.all().stream()
                        .map(property -> List.of(property.type(), property.allowed()))
                        .distinct()
                        .toList(),
                Page.of("docs/configuration.md").table("type", "allowed"));
    }

    @Test
    void theLimitsAreEverySettingThatLimitsAndEachHasACode() {
        List<List<String>> limits = Page.of("docs/limits.md").table("limit", "setting", "default", "beyond it");
        Map<String, String> settings = new TreeMap<>();
        limits.stream().filter(row -> !row.get(1).equals("fixed")).forEach(row -> settings.put(row.get(1), row.get(2)));
        Map<String, String> expected = new TreeMap<>();
        MeshProperty.all().stream()
                .filter(property -> LIMIT.matcher(property.propertyName()).find())
                .forEach(property -> expected.put(property.propertyName(), property.defaultText()));
        assertEquals(expected, settings);

        Set<String> known = new TreeSet<>(Set.of("429", "503"));
        Arrays.stream(ErrorCode.values()).map(ErrorCode::name).forEach(known::add);
        Arrays.stream(CloseCode.values())
                .map(code -> Integer.toString(code.number()))
                .forEach(known::add);
        List<List<String>> withoutCode = limits.stream()
                .filter(row -> Arrays.stream(row.get(3).split("\\W+")).noneMatch(known::contains))
                .toList();
        assertEquals(
                List.of("the newest of them"),
                withoutCode.stream().map(row -> row.get(3)).toList());
    }

    @Test
    void theErrorsAreEveryErrorCode() {
        assertRows(
                Arrays.stream(ErrorCode.values())
                        .map(code -> List.of(code.name(), code.errorName(), yes(code.temporary()), code.meaning()))
                        .toList(),
                Page.of("docs/protocol.md").table("code", "name", "temporary", "meaning"));
    }

    @Test
    void theCloseCodesAreEveryCloseCode() {
        assertRows(
                Arrays.stream(CloseCode.values())
                        .map(code -> List.of(Integer.toString(code.number()), code.reason(), yes(code.reconnect())))
                        .toList(),
                Page.of("docs/protocol.md").table("number", "reason", "connect again"));
    }

    @Test
    void theCommandsAreEveryBuiltInName() {
        Page page = Page.of("docs/protocol.md");
        Set<String> documented = new TreeSet<>();
        page.table("the server sends", "payload").forEach(row -> documented.add(row.get(0)));
        page.table("a client calls", "payload", "result").forEach(row -> documented.add(row.get(0)));
        page.table("a client answers", "to", "payload").forEach(row -> documented.add(row.get(0)));

        assertEquals(builtInNames(), documented);
    }

    @Test
    void theLogMessagesAreEveryIdInTheSources() {
        List<String> documented = Page.of("docs/log-messages.md").table("id", "level", "event", "remedy").stream()
                .map(row -> row.get(0))
                .toList();

        assertEquals(List.copyOf(new TreeSet<>(documented)), documented, "in order, each once");
        assertEquals(idsInSources(), new TreeSet<>(documented));
    }

    /** A member set's key ends with an instance id that the scripts add, so the code has only its beginning. */
    @Test
    void theKeysInRedisAreEveryKeyOfTheEngine() {
        List<String> documented = Page.of("docs/architecture.md").table("key or channel", "content").stream()
                .map(row -> row.get(0))
                .toList();

        Set<String> whole = RedisKeys.named(name -> !name.endsWith("Prefix"));
        whole.add(RedisKeys.named("membersPrefix"::equals).iterator().next() + "I");
        assertEquals(whole, new TreeSet<>(documented));
        assertEquals(whole.size(), documented.size(), "each once");
    }

    private static void assertRows(List<List<String>> expected, List<List<String>> documented) {
        assertFalse(documented.isEmpty());
        assertEquals(text(expected), text(documented));
    }

    private static String text(List<List<String>> rows) {
        return rows.stream()
                .map(row -> row.stream()
                        .map(cell -> cell.replace("|", "\\|"))
                        .collect(Collectors.joining(" | ", "| ", " |")))
                .collect(Collectors.joining("\n"));
    }

    private static String yes(boolean value) {
        return value ? "yes" : "no";
    }

    private static Set<String> builtInNames() {
        return Arrays.stream(BuiltIn.class.getFields())
                .map(TablesTest::value)
                .filter(name -> !name.equals(BuiltIn.PREFIX))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String value(Field constant) {
        try {
            return (String) constant.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> idsInSources() {
        try (Stream<Path> modules = Files.list(Page.ROOT)) {
            return modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(TablesTest::sources)
                    .flatMap(source -> MESSAGE_ID.matcher(source).results().map(found -> found.group()))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> sources(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).map(TablesTest::read).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
