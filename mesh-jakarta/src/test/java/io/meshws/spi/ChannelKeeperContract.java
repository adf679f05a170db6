package io.meshws.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The promises of every {@link ChannelKeeper}, on every database. */
public abstract class ChannelKeeperContract {
    private static final String TEXT = "{\"message\":\"äß€𝄞 \\u0000 '\\\\\"}";

    private ChannelKeeper keeper;

    /** A keeper with nothing in it. */
    protected abstract ChannelKeeper keeper() throws Exception;

    /** A message that the database refuses. */
    protected KeptMessage refused() {
        return message("x".repeat(300), "e", 1);
    }

    @BeforeEach
    void open() throws Exception {
        keeper = keeper();
    }

    protected static KeptMessage message(String channel, String epoch, long offset) {
        return new KeptMessage(channel, epoch, offset, 1_000 + offset, "{\"message\":\"" + offset + "\"}");
    }

    private static List<KeptMessage> messages(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> message("c", "e", i))
                .toList();
    }

    private List<Long> offsets(long before, int limit) throws Exception {
        return keeper.load("c", before, limit).stream().map(KeptMessage::offset).toList();
    }

    @Test
    void savedMessagesAreLoadedNewestFirst() throws Exception {
        KeptMessage odd = new KeptMessage("chat/{ü} 'b'", "e", 3, 1_764_240_000_123_456L, TEXT);
        KeptMessage longOne = new KeptMessage("long", "e", 1, 1, "{\"message\":\"" + "x".repeat(1_000_000) + "\"}");
        List<KeptMessage> all = new ArrayList<>(messages(1, 20));
        all.addAll(List.of(odd, longOne));
        keeper.save(all);
        assertEquals(List.of(odd), keeper.load(odd.channel(), Long.MAX_VALUE, 10));
        assertEquals(List.of(longOne), keeper.load("long", 2, 10));
        assertEquals(List.of(), keeper.load("none", Long.MAX_VALUE, 10));
        assertEquals(List.of(20L, 19L, 18L), offsets(Long.MAX_VALUE, 3));
        assertEquals(List.of(17L, 16L), offsets(18, 2));
        assertEquals(List.of(2L, 1L), offsets(3, 100));
        assertEquals(List.of(), offsets(1, 100));
    }

    @Test
    void aMessageThatIsThereIsLeft() throws Exception {
        keeper.save(messages(1, 3));
        keeper.save(List.of(new KeptMessage("c", "e", 2, 9, "{\"message\":\"other\"}")));
        keeper.save(messages(2, 5));
        assertEquals(List.of(5L, 4L, 3L, 2L, 1L), offsets(Long.MAX_VALUE, 10));
        assertEquals(message("c", "e", 2), keeper.load("c", 3, 1).get(0));
    }

    @Test
    void theSameOffsetOfTwoEpochsIsTwoMessages() throws Exception {
        KeptMessage later = new KeptMessage("c", "another", 3, 9_000, "{\"message\":\"later\"}");
        keeper.save(messages(1, 3));
        keeper.save(List.of(later));
        assertEquals(List.of(later, message("c", "e", 3), message("c", "e", 2)), keeper.load("c", Long.MAX_VALUE, 3));
    }

    @Test
    void theSameMessagesOfManySaversAreThereOnce() throws Exception {
        ExecutorService savers = Executors.newFixedThreadPool(4);
        try {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                int from = i;
                all.add(CompletableFuture.runAsync(
                        () -> {
                            List<KeptMessage> batch = new ArrayList<>(messages(from + 1, from + 10));
                            Collections.shuffle(batch);
                            try {
                                keeper.save(batch);
                            } catch (Exception e) {
                                throw new CompletionException(e);
                            }
                        },
                        savers));
            }
            all.forEach(CompletableFuture::join);
            assertEquals(IntStream.rangeClosed(1, 49).mapToObj(i -> 50L - i).toList(), offsets(Long.MAX_VALUE, 100));
        } finally {
            savers.shutdown();
        }
    }

    @Test
    void messagesThatTheDatabaseRefusesFailAndTheOthersCanBeSavedAlone() throws Exception {
        KeptMessage refused = refused();
        KeptMessage good = message("c", "e", 1);
        assertThrows(Exception.class, () -> keeper.save(List.of(good, refused)));
        assertThrows(Exception.class, () -> keeper.save(List.of(refused)));
        keeper.save(List.of(good));
        assertEquals(List.of(good), keeper.load("c", Long.MAX_VALUE, 10));
    }
}
