package io.meshws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.1.2.3/8, 10.9.9.9, true",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.128/25, 192.0.2.128, true",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "::1, 0:0:0:0:0:0:0:1, true",
        "fe80::/10, fe80::1%eth0, true",
        "127.0.0.1, ::ffff:127.0.0.1, true",
        "127.0.0.1, localhost, false",
        "127.0.0.1, '', false"
    })
    void anAddressIsInARangeIfItBeginsWithTheSameBits(String range, String address, boolean contained) {
        assertEquals(contained, AddressRange.parse(range).contains(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.0.0",
                "10.0.0.256",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0.0/x",
                "1:2",
                "::/129",
                "example.com:80",
                "ab.cd",
                "[::1]",
                "10.0.0.0/8/8"
            })
    void textThatIsNoRangeIsRefusedAndNotLookedUp(String text) {
        assertThrows(IllegalArgumentException.class, () -> AddressRange.parse(text));
    }

    @Test
    void ofAnIpv6ClientTheNetworkCounts() {
        assertEquals(AddressRange.ofClient("2001:db8:1:2::1"), AddressRange.ofClient("2001:db8:1:2:ffff::9"));
        assertNotEquals(AddressRange.ofClient("2001:db8:1:2::1"), AddressRange.ofClient("2001:db8:1:3::1"));
        assertNotEquals(AddressRange.ofClient("192.0.2.1"), AddressRange.ofClient("192.0.2.2"));
        assertEquals(AddressRange.ofClient("192.0.2.1"), AddressRange.ofClient("::ffff:192.0.2.1"));
        assertEquals(
                "2001:db8:1:2:0:0:0:0/64",
                AddressRange.ofClient("2001:db8:1:2::1").orElseThrow().toString());
        assertEquals(
                "192.0.2.1", AddressRange.ofClient("192.0.2.1").orElseThrow().toString());
        for (String none : List.of("", "unknown", "_hidden", "localhost")) {
            assertEquals(Optional.empty(), AddressRange.ofClient(none));
        }
    }

    @Test
    void proxiesAreConfiguredByRanges() {
        String problem = assertThrows(InvalidConfigException.class, () -> config("10.0.0.0/8, proxy.example.com"))
                .getMessage();
        assertEquals(
                "mesh.trusted-proxies: 'proxy.example.com' is not allowed; allowed: "
                        + MeshProperty.TRUSTED_PROXIES.allowed(),
                problem);
        assertEquals(
                List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("::1")),
                config(" 10.1.0.0/8, ::1").get(MeshProperty.TRUSTED_PROXIES));
    }

    private static MeshConfig config(String proxies) {
        return MeshConfig.from(name -> name.equals("mesh.trusted-proxies") ? Optional.of(proxies) : Optional.empty());
    }
}
