package io.meshws.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.conformance.Exchange.Audience;
import io.meshws.protocol.BuiltIn;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every command and event of the protocol is in an exchange, in {@code conformance/exchanges}. */
class CoverageTest {
    /** Only a fault of the server itself, or a client that breaks the protocol, leads to it. */
    private static final Set<String> NOT_FOR_CLIENTS = Set.of(BuiltIn.ERROR);

    @ParameterizedTest
    @EnumSource
    void everyNameOfMeshIsInAnExchange(Audience audience) {
        Set<String> missing = new TreeSet<>(names());
        Exchange.of(audience).stream()
                .flatMap(Exchange::frames)
                .map(frame -> frame.getString("command"))
                .forEach(missing::remove);
        // Every step that connects ends with it.
        missing.remove(BuiltIn.ASSIGN_ID);
        if (audience == Audience.CLIENT) {
            missing.removeAll(NOT_FOR_CLIENTS);
        }
        assertEquals(Set.of(), missing);
    }

    private static Set<String> names() {
        return Arrays.stream(BuiltIn.class.getFields())
                .map(CoverageTest::value)
                .filter(name -> !name.equals(BuiltIn.PREFIX))
                .collect(Collectors.toSet());
    }

    private static String value(Field constant) {
        try {
            return (String) constant.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void namesAreUniqueAndEveryFileIsRead() {
        List<String> names = Exchange.all().stream().map(Exchange::name).toList();
        assertEquals(names.stream().distinct().toList(), names);
        assertEquals(
                Stream.of(new File("exchanges").list()).sorted().toList(),
                Exchange.FILES.stream().map(file -> file + ".json").sorted().toList());
    }

    @Test
    void thePageNamesEveryCallAndEveryCommandOfTheApplication() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "conformance.md"));
        Stream<String> calls = Exchange.all().stream()
                .flatMap(exchange -> exchange.steps().stream())
                .flatMap(CoverageTest::calls)
                .map(Step.Call::method);
        Stream<String> commands = Exchange.all().stream()
                .flatMap(Exchange::frames)
                .map(frame -> frame.getString("command"))
                .filter(name -> name.startsWith("conformance/"));
        assertEquals(
                List.of(),
                Stream.concat(calls, commands)
                        .distinct()
                        .filter(name -> !page.contains("`" + name + "`"))
                        .toList());
    }

    private static Stream<Step.Call> calls(Step step) {
        if (step instanceof Step.Calls calls) {
            return Stream.of(calls.call());
        }
        return step instanceof Step.Sends sends ? sends.call().stream() : Stream.of();
    }
}
