package io.meshws.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The parts of the README and of the guide to the Java client that people copy, apart from Java. */
class ReadmeTest {
    private static final Page README = Page.of("README.md");
    private static final Page JAVA_CLIENT = Page.of("docs/guide/java-client.md");
    private static final XPath PATHS = XPathFactory.newInstance().newXPath();

    private static Document parsed(InputSource source) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(source);
    }

    private static Document file(Path file) throws Exception {
        return parsed(new InputSource(file.toUri().toString()));
    }

    private static String at(Document document, String path) throws Exception {
        return PATHS.evaluate(path, document);
    }

    private static String property(Document pom, String name) throws Exception {
        return at(pom, "/project/properties/" + name);
    }

    @Test
    void theFirstScreenHasBothCommandsAndTheSampleSaysItsAddressLast() throws Exception {
        String screen = String.join(
                "\n", Files.readAllLines(Page.ROOT.resolve("README.md")).subList(0, 15));
        for (String command : List.of("./mvnw -Prun ", "./mvnw verify ")) {
            assertTrue(screen.contains(command), command);
        }
        NodeList said = (NodeList)
                PATHS.evaluate("//profile[id='run']//echo", file(Page.ROOT.resolve("pom.xml")), XPathConstants.NODESET);
        String last = said.item(said.getLength() - 1).getTextContent();
        assertTrue(last.startsWith("Ready: http://localhost:"), last);
    }

    @Test
    void thePomsAreWholeAndUseTheVersionsOfTheBuild() throws Exception {
        Document build = file(Page.ROOT.resolve("pom.xml"));
        int whole = 0;
        for (Page.Block block : Stream.of(README, JAVA_CLIENT)
                .flatMap(page -> page.blocks("xml").stream())
                .toList()) {
            Document pom = parsed(new InputSource(new StringReader(block.text())));
            String ours = "//dependency[groupId='io.meshws']/version";
            NodeList versions = (NodeList) PATHS.evaluate(ours, pom, XPathConstants.NODESET);
            assertTrue(versions.getLength() > 0);
            for (int i = 0; i < versions.getLength(); i++) {
                assertEquals(at(build, "/project/version"), versions.item(i).getTextContent());
            }
            if (at(pom, "name(/*)").equals("dependency")) {
                continue;
            }
            whole++;
            for (String element : List.of("modelVersion", "groupId", "artifactId", "version")) {
                assertTrue(!at(pom, "/project/" + element).isEmpty(), element);
            }
            assertEquals(
                    property(build, "maven.compiler.release"), at(pom, "/project/properties/maven.compiler.release"));
            NodeList plugins = (NodeList) PATHS.evaluate(
                    "//plugin[not(groupId='org.codehaus.mojo')]/artifactId", pom, XPathConstants.NODESET);
            for (int i = 0; i < plugins.getLength(); i++) {
                String plugin = plugins.item(i).getTextContent();
                assertEquals(
                        property(build, "version." + plugin.replaceAll("^maven-", "")),
                        at(pom, "//plugin[artifactId='" + plugin + "']/version"),
                        plugin);
            }
        }
        assertEquals(2, whole);
    }

    @Test
    void theSmallestServerAndClientAndTheAbilitiesComeBeforeThePom() {
        String beginning =
                String.join("\n", README.lines().subList(0, README.lines().indexOf("## Your own server")));
        for (String part : List.of("@Command(", "new MeshClient()", "| ability | guide |")) {
            assertTrue(beginning.contains(part), part);
        }
        assertTrue(!beginning.contains("<project"));
    }

    @Test
    void theReadmeIsShort() {
        assertTrue(README.lines().size() < 180);
    }

    /** Failsafe 3.6 does not look at {@code -DskipTests} by itself: without this, installing runs every test on every server. */
    @Test
    void installingWithoutTestsRunsNone() throws Exception {
        assertTrue(README.lines().stream().anyMatch(line -> line.contains("./mvnw install -DskipTests")));
        assertEquals("${skipTests}", property(file(Page.ROOT.resolve("pom.xml")), "skipITs"));
        assertEquals("", property(file(Page.ROOT.resolve("src-it/pom.xml")), "skipITs"));
    }
}
