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
    void an_origin_allows_the_same_origin_however_it_is_written(String configured, String sent) {
        assertTrue(allowing("https://other.example, " + configured).allowsOrigin(sent));
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
    void no_other_origin_is_let_in(String sent) {
        assertFalse(allowing("https://app.example.com").allowsOrigin(sent));
    }

    @Test
    void programs_send_no_origin_and_are_let_in() {
        assertTrue(allowing("https://app.example.com").allowsOrigin(null));
    }

    @Test
    void a_star_lets_every_origin_in() {
        MeshConfig config = allowing("https://app.example.com, *");

        assertTrue(config.allowsOrigin("https://any.example"));
        assertTrue(config.allowsOrigin("nonsense"));
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
                "app.example.com",
                "//app.example.com",
                "*.example.com",
                "**"
            })
    void what_no_browser_sends_is_refused_by_name(String origin) {
        InvalidConfigException e =
                assertThrows(InvalidConfigException.class, () -> allowing("https://good.example, " + origin));

        assertEquals(
                "mesh.allowed-origins: '" + origin + "' is not allowed; allowed: * or origins such as"
                        + " https://app.example.com or http://localhost:3000, separated by commas",
                e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ","})
    void an_empty_list_is_refused(String list) {
        assertThrows(InvalidConfigException.class, () -> allowing(list));
    }

    private static MeshConfig allowing(String origins) {
        return MeshConfig.from(
                name -> Optional.of(origins).filter(given -> name.equals(MeshProperty.ALLOWED_ORIGINS.propertyName())));
    }
}
