package io.meshws.internal.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstanceNamesTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``, mesh, /",
                "/shop, mesh:shop, /shop",
                "/a/b-c.d_e, mesh:a/b-c.d_e, /a/b-c.d_e",
                "/a:b, mesh:a%3Ab, /a:b",
                "/{a}%, mesh:%7Ba%7D%25, /{a}%",
                "/caf\u00e9 \u20ac, mesh:caf%C3%A9%20%E2%82%AC, /caf\u00e9 \u20ac"
            })
    void theContextPathNamesKeysAndApplication(String contextPath, String prefix, String application) {
        InstanceNames identity = at(contextPath);
        assertEquals(prefix, identity.prefix());
        assertEquals(application, identity.application());
        assertTrue(identity.prefix().matches("[A-Za-z0-9._:/%-]+"), identity.prefix());
    }

    @Test
    void everyContextPathHasAPrefixOfItsOwn() {
        List<String> paths = List.of("", "/a", "/A", "/a/b", "/a:b", "/a%2Fb", "/a%3Ab", "/a b", "/a+b", "/mesh");
        Set<String> prefixes = new HashSet<>();
        paths.forEach(path -> prefixes.add(at(path).prefix()));
        assertEquals(paths.size(), prefixes.size(), prefixes.toString());
    }

    @Test
    void instancesOfOneApplicationShareThePrefixAndNotTheId() {
        assertEquals(at("/a").prefix(), at("/a").prefix());
        assertNotEquals(at("/a").instanceId(), at("/a").instanceId());
    }

    @Test
    void aConfiguredPrefixWinsAndNeedsNoContextPath() {
        assertEquals(
                "ours", InstanceNames.of(Optional.of("/a"), Optional.of("ours")).prefix());
        InstanceNames early = InstanceNames.of(Optional.empty(), Optional.of("ours"));
        assertEquals("ours", early.prefix());
        assertEquals("with the prefix ours", early.application());
    }

    private static InstanceNames at(String contextPath) {
        return InstanceNames.of(Optional.of(contextPath), Optional.empty());
    }
}
