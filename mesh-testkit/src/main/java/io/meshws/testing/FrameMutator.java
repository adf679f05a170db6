package io.meshws.testing;

import java.util.List;
import java.util.Random;

/** Makes frames that are almost right: the same ones for the same seed. Not thread-safe. */
public final class FrameMutator {
    private static final int MAX_MUTATIONS = 3;

    private static final List<String> TOKENS = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "1e3",
            "1e999",
            "99999999999999999999",
            "{}",
            "[]",
            "[null]",
            "{\"a\":{\"b\":[1,2,{}]}}",
            "\"\"",
            "\" \"",
            "\"s:1\"",
            "\"\\u0000\"",
            "\"\\ud83d\"",
            "\"merge\"",
            "\"patch\"",
            "\"mesh/join-room\"",
            "\"" + "x".repeat(300) + "\"",
            "[".repeat(70),
            "}",
            ",",
            "\"",
            "\\");

    private final Random random;
    private final List<String> corpus;

    /**
     * @param corpus frames that are right
     */
    public FrameMutator(long seed, List<String> corpus) {
        this.random = new Random(seed);
        this.corpus = corpus;
    }

    public String next() {
        String frame = pick(corpus);
        for (int i = random.nextInt(MAX_MUTATIONS + 1); i > 0; i--) {
            frame = mutated(frame);
        }
        return frame;
    }

    private String mutated(String frame) {
        int from = random.nextInt(frame.length() + 1);
        int to = Math.min(frame.length(), from + random.nextInt(12));
        String head = frame.substring(0, from);
        String tail = frame.substring(to);
        return switch (random.nextInt(7)) {
            case 0 -> head + tail;
            case 1 -> head + pick(TOKENS) + frame.substring(from);
            case 2 -> head + (char) random.nextInt(0x3000) + tail;
            case 3 -> frame.substring(0, to) + frame.substring(from);
            case 4 -> head;
            case 5 -> head + pick(corpus).substring(0, 5) + tail;
            default -> withAnotherValue(frame);
        };
    }

    /** The frame with a token in the place of one of its values. */
    private String withAnotherValue(String frame) {
        int colon = frame.indexOf(':', random.nextInt(frame.length() + 1));
        if (colon < 0) {
            return frame + pick(TOKENS);
        }
        int end = colon + 1;
        while (end < frame.length() && ",}]".indexOf(frame.charAt(end)) < 0) {
            end++;
        }
        return frame.substring(0, colon + 1) + pick(TOKENS) + frame.substring(end);
    }

    private <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
