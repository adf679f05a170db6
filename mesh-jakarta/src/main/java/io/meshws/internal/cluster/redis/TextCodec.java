package io.meshws.internal.cluster.redis;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.redisson.client.codec.StringCodec;
import org.redisson.client.protocol.Decoder;
import org.redisson.client.protocol.Encoder;

/**
 * Encodes every text to and from Redis. It's UTF-8, except for unpaired surrogates, which a client can send as escapes
 * in JSON and which UTF-8 can't express. Each becomes the three bytes that UTF-8 would use for a character of its
 * number. Valid UTF-8 never contains such bytes, so every text comes back unchanged. Redis and Lua don't interpret
 * them. Immutable.
 */
final class TextCodec extends StringCodec {
    static final TextCodec INSTANCE = new TextCodec();

    private static final char REPLACEMENT = '\uFFFD';
    /** The first byte of an unpaired surrogate. */
    private static final byte LEAD = (byte) 0xED;

    private static final int LENGTH = 3;

    private final Encoder encoder = text -> encode(text.toString());
    private final Decoder<Object> decoder = (bytes, state) -> decode(bytes);

    private TextCodec() {}

    @Override
    public Encoder getValueEncoder() {
        return encoder;
    }

    @Override
    public Decoder<Object> getValueDecoder() {
        return decoder;
    }

    static ByteBuf encode(String text) {
        int first = unpaired(text, 0);
        if (first < 0) {
            // Most texts are short, and a pooled buffer for each costs more than all else here.
            return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
        }
        ByteBuf bytes = Unpooled.buffer(text.length());
        int written = 0;
        for (int i = first; i >= 0; i = unpaired(text, written)) {
            ByteBufUtil.writeUtf8(bytes, text, written, i);
            writeUnpaired(bytes, text.charAt(i));
            written = i + 1;
        }
        ByteBufUtil.writeUtf8(bytes, text, written, text.length());
        return bytes;
    }

    /** The index of the next unpaired surrogate, or -1. */
    private static int unpaired(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    private static void writeUnpaired(ByteBuf bytes, char surrogate) {
        bytes.writeByte(LEAD);
        bytes.writeByte(0x80 | (surrogate >> 6) & 0x3F);
        bytes.writeByte(0x80 | surrogate & 0x3F);
    }

    static String decode(ByteBuf bytes) {
        String text = bytes.toString(StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) < 0) {
            bytes.skipBytes(bytes.readableBytes());
            return text;
        }
        StringBuilder exact = new StringBuilder(text.length());
        while (bytes.isReadable()) {
            int next = unpaired(bytes);
            exact.append(bytes.readCharSequence(next - bytes.readerIndex(), StandardCharsets.UTF_8));
            if (bytes.isReadable()) {
                int form = bytes.readMedium();
                exact.append((char) (0xD000 | form >> 2 & 0xFC0 | form & 0x3F));
            }
        }
        return exact.toString();
    }

    /** The index of the next unpaired surrogate, or the end. */
    private static int unpaired(ByteBuf bytes) {
        for (int i = bytes.readerIndex(); i + LENGTH <= bytes.writerIndex(); i++) {
            if (bytes.getByte(i) == LEAD && bytes.getUnsignedByte(i + 1) >= 0xA0) {
                return i;
            }
        }
        return bytes.writerIndex();
    }
}
