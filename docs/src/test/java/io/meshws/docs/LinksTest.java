package io.meshws.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    @Test
    void everyLinkWithinTheProjectLeadsSomewhere() {
        assertEquals(List.of(), Page.all().stream().flatMap(LinksTest::broken).toList());
    }

    private static Stream<String> broken(Page page) {
        return page.lines().stream()
                .flatMap(line -> LINK.matcher(line).results().map(MatchResult::group))
                .map(link -> link.substring(2, link.length() - 1))
                .filter(link -> !link.matches("[a-z]+:.*"))
                .filter(link -> !leadsSomewhere(page, link))
                .map(link -> page.name() + ": " + link);
    }

    private static boolean leadsSomewhere(Page page, String link) {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        String heading = hash < 0 ? "" : link.substring(hash + 1);
        var file =
                path.isEmpty() ? page.file() : page.file().resolveSibling(path).normalize();
        if (!Files.exists(file)) {
            return false;
        }
        return heading.isEmpty()
                || Page.of(Page.ROOT.relativize(file).toString()).lines().stream()
                        .anyMatch(line -> line.startsWith("#") && anchor(line).equals(heading));
    }

    /** As code hosts make it of a heading. */
    private static String anchor(String heading) {
        return heading.replaceFirst("^#+\\s*", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
