package io.meshws.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of known advisories is about the versions that the build uses. */
class AdvisoriesTest {
    private static final Page ADVISORIES = Page.of("docs/advisories.md");
    private static final String BUILD = String.join("\n", Page.of("pom.xml").lines());

    private static String version(String property) {
        Matcher element = Pattern.compile("<version." + property + ">(.*)</").matcher(BUILD);
        assertTrue(element.find(), property);
        return element.group(1);
    }

    private static List<String> rowAbout(String name, String... header) {
        return ADVISORIES.table(header).stream()
                .filter(row -> row.get(0).startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"netty, Netty", "redisson, Redisson", "tyrus, Tyrus", "parsson, Parsson", "yasson, Yasson"})
    void librariesAreLookedUpInTheVersionThatIsShipped(String property, String name) {
        String row = rowAbout(name, "library", "version", "known").get(1);
        assertTrue(row.equals(version(property)), row);
    }

    @ParameterizedTest
    @CsvSource({"wildfly, WildFly", "tomcat, Tomcat", "liberty, Open Liberty", "payara, Payara Micro"})
    void serversAreLookedUpInTheVersionThatIsTested(String property, String name) {
        String row = rowAbout(name, "server", "advisory", "finding", "action").get(0);
        assertTrue(row.contains(version(property).replaceFirst("\\.Final$", "")), row);
    }
}
