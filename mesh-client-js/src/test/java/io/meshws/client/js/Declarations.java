package io.meshws.client.js;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names in a file of TypeScript declarations. */
record Declarations(String text) {
    private static final Pattern VALUE = Pattern.compile("(?m)^export (?:class|function) (\\w+)");
    private static final Pattern TYPE = Pattern.compile("(?m)^export (?:class|interface) (\\w+)");
    private static final Pattern MEMBER = Pattern.compile("(?m)^ {2}(?:readonly )?(\\w+)\\??[(<:]");

    static Declarations of(Path module, String file) throws IOException {
        return new Declarations(Files.readString(module.resolve("src").resolve(file + ".d.ts")));
    }

    /** The values that a program imports, in alphabetic order. */
    List<String> values() {
        return found(VALUE, text);
    }

    /** The classes and interfaces. */
    List<String> types() {
        return found(TYPE, text);
    }

    /** The members of a class or interface, in alphabetic order. */
    List<String> members(String type) {
        Matcher body = Pattern.compile("(?s)(?:class|interface) " + type + "\\b[^{]*\\{\\n(.*?)^}", Pattern.MULTILINE)
                .matcher(text);
        return body.find() ? found(MEMBER, body.group(1)) : List.of();
    }

    /** The values, and the members of all types. */
    List<String> everything() {
        return Stream.concat(values().stream(), types().stream().flatMap(type -> members(type).stream()))
                .distinct()
                .toList();
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(1))
                .filter(name -> !name.equals("constructor"))
                .distinct()
                .sorted()
                .toList();
    }
}
