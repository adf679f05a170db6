package io.meshws.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.MeshProperty;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The form of the pages about abilities: first the subject, at the end the limits. */
class GuideTest {
    private static final Pattern LIMITS = Pattern.compile(
            "Limits: .*; see \\[limits]\\(\\.\\./limits\\.md\\), \\[configuration]\\(\\.\\./configuration\\.md\\)"
                    + " · Protocol: .* · \\[Testing]\\(testing\\.md\\)");

    private static final Pattern SETTING = Pattern.compile("`(mesh\\.[a-z.-]+)`");

    /** Pages about something else: how to test, a program to look at, and the two clients. */
    private static final Set<String> OTHERS = Set.of("testing", "sample", "java-client", "browser-client");

    @Test
    void aPageBeginsWithItsSubject() {
        List<String> withoutConcept = abilities()
                .filter(page -> !page.lines().get(2).matches("[A-Z\\[`].*"))
                .map(Page::name)
                .toList();
        assertEquals(List.of(), withoutConcept);
    }

    @Test
    void aPageNamesItsLimits() {
        List<String> withoutLimits = abilities()
                .filter(page ->
                        page.lines().stream().filter(LIMITS.asMatchPredicate()).count() != 1)
                .map(Page::name)
                .toList();
        assertEquals(List.of(), withoutLimits);
    }

    @Test
    void aLimitIsASettingThatExists() {
        Set<String> settings =
                MeshProperty.all().stream().map(MeshProperty::propertyName).collect(Collectors.toSet());
        List<String> named = abilities()
                .flatMap(page -> page.lines().stream().filter(LIMITS.asMatchPredicate()))
                .flatMap(line -> SETTING.matcher(line).results().map(MatchResult::group))
                .map(quoted -> quoted.replace("`", ""))
                .toList();
        assertTrue(named.size() > 20, named::toString);
        assertEquals(
                List.of(),
                named.stream().filter(setting -> !settings.contains(setting)).toList());
    }

    private static Stream<Page> abilities() {
        return Page.all().stream()
                .filter(page -> page.name().startsWith("docs/guide/"))
                .filter(page ->
                        !OTHERS.contains(page.file().getFileName().toString().replace(".md", "")));
    }
}
