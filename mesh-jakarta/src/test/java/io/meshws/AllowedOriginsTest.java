package io.meshws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedOriginsTest {
    private static final String HOST = "server.example";

    @ParameterizedTest
    @CsvSource({
        "https://app.example.com, https://app.example.com",
        "https://App.Example.COM, https://app.example.com",
        "HTTPS://app.example.com, https://app.example.com",
        "https://app.example.com/, https://app.example.com",
        "https://app.example.com:443, https://app.example.com",
        "https://app.example.com, https://app.example.com:443",
        "http://app.example.com:80/, http://app.example.com",
        "http://localhost:03000, http://localhost:3000",
        "https://bücher.example, https://xn--bcher-kva.example",
        "http://127.0.0.1:8080, http://127.0.0.1:8080",
        "http://[::1]:8080, http://[::1]:8080",
        "http://[0:0:0:0:0:0:0:1], http://[::1]:80",
        "capacitor://localhost, capacitor://localhost",
        "chrome-extension://abcdef, chrome-extension://abcdef",
        "file://, file://",
        "null, null"
    })
    void anOriginAllowsTheSameOriginHoweverItIsWritten(String configured, String sent) {
        assertTrue(allowing("https://other.example, " + configured).allowsOrigin(sent, HOST, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://app.example.com",
                "https://app.example.com:8443",
                "https://example.com",
                "https://app.example.com.evil.example",
                "https://app.example.com/",
                "https://evil.example#https://app.example.com",
                "null",
                "file://",
                "nonsense",
                ""
            })
    void noOtherOriginIsLetIn(String sent) {
        assertFalse(allowing("https://app.example.com").allowsOrigin(sent, HOST, true));
    }

    @Test
    void programsSendNoOriginAndAreLetIn() {
        assertTrue(allowing("https://app.example.com").allowsOrigin(null, HOST, true));
    }

    @Test
    void aStarLetsEveryOriginIn() {
        MeshConfig config = allowing("https://app.example.com, *");

        assertTrue(config.allowsOrigin("https://any.example", HOST, true));
        assertTrue(config.allowsOrigin("nonsense", HOST, true));
        assertEquals(List.of("https://app.example.com", "*"), config.get(MeshProperty.ALLOWED_ORIGINS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.com/path",
                "https://app.example.com//",
                "https://app.example.com?",
                "https://app.example.com#x",
                "https://app.example.com:",
                "https://app.example.com:70000",
                "https://app.example.com:https",
                "https://app.example.com;",
                "https://app.example.com https://b.example",
                "https://user@app.example.com",
                "https://*.example.com",
                "https://a..example.com",
                "https://[::g]",
                "https://",
                "wss://app.example.com",
                "WS://app.example.com/",
                "ftp://app.example.com",
                "file://host",
                "https://app.example.com:0",
                "capacitor://localhost:00",
                "app.example.com",
                "//app.example.com",
                "*.example.com",
                "**"
            })
    void anOriginThatNoBrowserSendsIsRefusedByName(String origin) {
        InvalidConfigException e =
                assertThrows(InvalidConfigException.class, () -> allowing("https://good.example, " + origin));

        assertEquals(
                "mesh.allowed-origins: '" + origin + "' is not allowed; allowed: * or origins such as"
                        + " https://app.example.com or http://localhost:3000, separated by commas; or empty",
                e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example.com, app.example.com, true",
        "https://app.example.com, app.example.com, false",
        "https://App.Example.com, app.example.COM:443, true",
        "https://app.example.com:8443, app.example.com:8443, true",
        "http://app.example.com, app.example.com, false",
        "http://app.example.com, app.example.com:80, false",
        "http://[::1]:8080, [::1]:8080, false",
        "https://bücher.example, xn--bcher-kva.example, true"
    })
    void withAnEmptyListTheServersOwnPagesAreLetIn(String origin, String host, boolean secure) {
        for (String empty : List.of("", " ", ",")) {
            assertTrue(allowing(empty).allowsOrigin(origin, host, secure));
        }
        assertFalse(allowing("https://other.example").allowsOrigin(origin, host, secure), "a list is exact");
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example, app.example.com, true",
        "https://app.example.com.evil.example, app.example.com, true",
        "https://evil.app.example.com, app.example.com, true",
        "https://app.example.com:8443, app.example.com, true",
        "https://app.example.com, app.example.com:8443, true",
        "https://app.example.com, app.example.com:80, true",
        "http://app.example.com, app.example.com, true",
        "http://localhost, app.example.com, false",
        "http://app.example.com, localhost, false",
        "http://localhost.evil.example:8080, localhost:8080, false",
        "http://127.0.0.1.evil.example:8080, 127.0.0.1:8080, false",
        "http://evillocalhost, localhost, false",
        "null, app.example.com, true",
        "null, null, false",
        "file://, app.example.com, true",
        "capacitor://localhost, localhost, false",
        "nonsense, nonsense, false",
        "https://app.example.com, '', true",
        "https://, '', true",
        "'', '', true"
    })
    void withAnEmptyListPagesOfOtherSitesAreNotLetIn(String origin, String host, boolean secure) {
        assertFalse(allowing("").allowsOrigin(origin, host, secure));
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:3000, localhost:8080",
        "http://localhost:5173, 127.0.0.1:8080",
        "http://127.0.0.1:3000, localhost",
        "http://[::1]:3000, localhost:8080",
        "https://app.localhost, 127.1.2.3:8443"
    })
    void onTheLocalMachinePagesOfOtherPortsAreLetIn(String origin, String host) {
        assertTrue(allowing("").allowsOrigin(origin, host, false));
        assertTrue(allowing("").allowsOrigin(origin, host, true));
    }

    @Test
    void ifSecurityIsOpenAListStillCounts() {
        MeshConfig open = MeshConfig.builder()
                .set(MeshProperty.SECURITY, SecurityMode.OPEN)
                .build();
        assertTrue(open.allowsOrigin("https://any.example", HOST, true));
        MeshConfig listed = MeshConfig.builder()
                .set(MeshProperty.SECURITY, SecurityMode.OPEN)
                .set(MeshProperty.ALLOWED_ORIGINS, List.of("https://app.example.com"))
                .build();
        assertTrue(listed.allowsOrigin("https://app.example.com", HOST, true));
        assertFalse(listed.allowsOrigin("https://any.example", HOST, true));
    }

    private static MeshConfig allowing(String origins) {
        return MeshConfig.from(
                name -> Optional.of(origins).filter(given -> name.equals(MeshProperty.ALLOWED_ORIGINS.propertyName())));
    }
}
