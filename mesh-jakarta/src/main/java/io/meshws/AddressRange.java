package io.meshws;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IP address, or all that begin with the same bits, such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}. No name is ever
 * looked up. Immutable.
 */
public final class AddressRange {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f]*:[0-9A-Fa-f:.]*");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,3}");
    /** The length of the prefix that a provider gives to one customer at least. */
    private static final int NETWORK_BITS = 64;

    private final byte[] first;
    private final int bits;

    private AddressRange(byte[] address, int bits) {
        this.first = address.clone();
        this.bits = bits;
        for (int i = bits; i < first.length * Byte.SIZE; i++) {
            first[i / Byte.SIZE] &= (byte) ~(1 << (Byte.SIZE - 1 - i % Byte.SIZE));
        }
    }

    /**
     * Reads an address, or an address and the number of its bits that count.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = bytes(slash < 0 ? text : text.substring(0, slash)).orElseThrow(IllegalArgumentException::new);
        int all = address.length * Byte.SIZE;
        if (slash >= 0 && !LENGTH.matcher(text.substring(slash + 1)).matches()) {
            throw new IllegalArgumentException();
        }
        int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
        if (bits > all) {
            throw new IllegalArgumentException();
        }
        return new AddressRange(address, bits);
    }

    /** The addresses that one client can choose from: for IPv6 the network of 64 bits. Empty if the text is no address. */
    public static Optional<AddressRange> ofClient(String address) {
        return bytes(address).map(known -> new AddressRange(known, Math.min(NETWORK_BITS, known.length * Byte.SIZE)));
    }

    /** Whether the address is one of these; false if the text is no address. */
    public boolean contains(String address) {
        return bytes(address)
                .filter(known -> known.length == first.length)
                .filter(known -> Arrays.equals(new AddressRange(known, bits).first, first))
                .isPresent();
    }

    /** An IPv4 address that is written as IPv6 is IPv4. */
    private static Optional<byte[]> bytes(String text) {
        int zone = text.indexOf('%');
        String address = zone < 0 ? text : text.substring(0, zone);
        if (IPV4.matcher(address).matches()) {
            int[] parts = Arrays.stream(address.split("\\."))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            return Arrays.stream(parts).allMatch(part -> part <= 255)
                    ? Optional.of(new byte[] {(byte) parts[0], (byte) parts[1], (byte) parts[2], (byte) parts[3]})
                    : Optional.empty();
        }
        try {
            // In brackets it can't be taken for a name.
            return IPV6.matcher(address).matches()
                    ? Optional.of(InetAddress.getByName("[" + address + "]").getAddress())
                    : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange range && bits == range.bits && Arrays.equals(first, range.first);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(first) * 31 + bits;
    }

    @Override
    public String toString() {
        try {
            String address = InetAddress.getByAddress(first).getHostAddress();
            return bits == first.length * Byte.SIZE ? address : address + "/" + bits;
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
