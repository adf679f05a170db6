package io.meshws.internal.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.AddressRange;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {
    private static final String PROXY = "10.0.0.1";

    private final Proxies proxies = new Proxies(
            Stream.of("10.0.0.0/8", "2001:db8::/32").map(AddressRange::parse).toList());

    private static Map<String, List<String>> headers(String... namesAndValues) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.put(namesAndValues[i], Arrays.asList(namesAndValues[i + 1].split("\\|")));
        }
        return headers;
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "'6.6.6.6, 192.0.2.1', 192.0.2.1",
        "'6.6.6.6|192.0.2.1', 192.0.2.1",
        "'192.0.2.1, 10.0.0.2', 192.0.2.1",
        "'192.0.2.1, 10.0.0.2, 2001:db8::9', 192.0.2.1",
        "'10.0.0.3, 10.0.0.2', 10.0.0.3",
        "192.0.2.1:4711, 192.0.2.1",
        "[2001:db9::1]:4711, 2001:db9::1",
        "2001:db9::1, 2001:db9::1",
        "'192.0.2.1, unknown', 10.0.0.1",
        "'192.0.2.1, evil.example', 10.0.0.1",
        "'192.0.2.1, ', 192.0.2.1",
        "'', 10.0.0.1"
    })
    void theNearestAddressThatIsNoProxysIsTheClients(String header, String client) {
        assertEquals(client, proxies.client(PROXY, headers("x-forwarded-for", header)));
    }

    @ParameterizedTest
    @CsvSource({
        "for=192.0.2.1, 192.0.2.1",
        "'For=\"[2001:db9::1]:4711\";proto=https', 2001:db9::1",
        "'proto=https; for=\"192.0.2.1:80\" ;by=10.0.0.1', 192.0.2.1",
        "'for=6.6.6.6, for=192.0.2.1', 192.0.2.1",
        "'for=\"6.6.6.6, for=192.0.2.1', 192.0.2.1",
        "'for=192.0.2.1, for=_hidden', 10.0.0.1",
        "'for=192.0.2.1, proto=http', 10.0.0.1",
        "'before=192.0.2.1', 10.0.0.1"
    })
    void theStandardHeaderSaysTheSame(String header, String client) {
        assertEquals(client, proxies.client(PROXY, headers("Forwarded", header)));
    }

    @Test
    void headersOfStrangersAreIgnored() {
        assertEquals(
                "192.0.2.7",
                proxies.client("192.0.2.7", headers("X-Forwarded-For", "6.6.6.6", "Forwarded", "for=6.6.6.6")));
        assertEquals("10.0.0.1", new Proxies(List.of()).client(PROXY, headers("X-Forwarded-For", "192.0.2.1")));
        assertEquals(PROXY, proxies.client(PROXY, headers()));
        assertEquals("", proxies.client("", headers("X-Forwarded-For", "192.0.2.1")));
    }

    @Test
    void twoHeadersThatDisagreeSayNothing() {
        assertEquals(
                "192.0.2.1",
                proxies.client(PROXY, headers("X-Forwarded-For", "192.0.2.1", "Forwarded", "for=192.0.2.1")));
        assertEquals(PROXY, proxies.client(PROXY, headers("X-Forwarded-For", "192.0.2.1", "Forwarded", "for=6.6.6.6")));
    }
}
