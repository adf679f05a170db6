package io.meshws.protocol.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PipeEndPropertiesTest {
    private static final int MOVES = 400;

    @Property
    void eachMessageIsTakenOnceAndInOrderDespiteLossesAndCuts(@ForAll long seed) {
        Random random = new Random(seed);
        PipePlay play = new PipePlay();
        for (int i = 0; i < MOVES; i++) {
            move(play, random.nextBoolean() ? play.left : play.right, random);
        }
        play.finish();

        assertComplete(play.left, play.right);
        assertComplete(play.right, play.left);
    }

    private static void move(PipePlay play, PipePlay.Side side, Random random) {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> side.send(random.nextInt(20) == 0 ? PipeEnd.MAX_CHARACTERS : 1);
            case 3, 4, 5 -> side.deliver();
            case 6, 7 -> side.take();
            case 8 -> side.lose();
            case 9 -> play.second();
            case 10 -> side.connect();
            default -> {
                if (random.nextInt(4) == 0) {
                    side.disconnect();
                }
            }
        }
    }

    private static void assertComplete(PipePlay.Side from, PipePlay.Side to) {
        List<Integer> all = IntStream.rangeClosed(1, from.sent()).boxed().toList();
        assertEquals(all, to.taken);
        assertEquals(all, from.acknowledged);
        assertEquals(List.of(), from.lost);
        assertFalse(from.tooMuch);
    }

    @Property
    void theSenderIsToldOfMessagesARestartedPeerDidNotAcknowledgeAndNothingIsTakenTwice(@ForAll long seed) {
        Random random = new Random(seed);
        PipePlay play = new PipePlay();
        for (int i = 0; i < MOVES; i++) {
            if (random.nextInt(60) == 0) {
                play.right.restart();
            }
            move(play, random.nextBoolean() ? play.left : play.right, random);
        }
        play.finish();

        List<Integer> told = new ArrayList<>(play.left.acknowledged);
        told.addAll(play.left.lost);
        told.sort(null);
        assertEquals(IntStream.rangeClosed(1, play.left.sent()).boxed().toList(), told);
        assertTrue(play.right.taken.containsAll(play.left.acknowledged));
        assertEquals(play.right.taken.size(), new HashSet<>(play.right.taken).size());
        assertEquals(play.right.taken.stream().sorted().toList(), play.right.taken);
    }
}
