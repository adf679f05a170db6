package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;

import io.meshws.ChannelHistory;
import io.meshws.ChannelMessage;
import io.meshws.ChannelPosition;
import io.meshws.KeepOptions;
import io.meshws.testing.TestChannelKeeper;
import io.meshws.testing.TestInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;

/** Channels that a keeper has too. The store has the last five messages of each. */
abstract class ChannelKeepingSetting extends ChannelsSetting {
    static final String CHANNEL = "chat:1";
    static final Pattern CHATS = Pattern.compile("chat:.*");

    final TestChannelKeeper keeper = new TestChannelKeeper();

    @BeforeEach
    void keep() {
        keep(KeepOptions.WRITE_BEHIND.batch(10));
    }

    void keep(KeepOptions options) {
        List.of(here, there).forEach(instance -> instance.mesh.channels().keep(CHATS, keeper, options));
    }

    /** From now on only the database has the messages. */
    void restartEverything() {
        stop();
        prefix = newPrefix();
        start();
        keep();
    }

    CompletionStage<Long> say(String text) {
        return here.mesh.channels().publish(CHANNEL, text);
    }

    void savedUpTo(int number) {
        TestInstance.eventually(() -> keeper.rows.size() == number, here);
    }

    List<String> last(int limit) {
        return get(there.mesh.channels().history(CHANNEL, limit));
    }

    ChannelHistory since(ChannelPosition position) {
        return get(there.mesh.channels().history(CHANNEL, 3, position));
    }

    ChannelPosition position() {
        return get(there.mesh.channels().history(CHANNEL, 0, new ChannelPosition("unknown", 0)))
                .last();
    }

    /** Newest first. */
    static List<String> numbered(int newest, int oldest) {
        List<String> all = new ArrayList<>();
        for (int i = newest; i >= oldest; i--) {
            all.add("m" + i);
        }
        return all;
    }

    static List<String> texts(ChannelHistory history) {
        return history.messages().stream().map(ChannelMessage::message).toList();
    }

    static long unsavedChannels(TestInstance instance) {
        return new Gauges(instance.mesh).getUnsavedChannels();
    }
}
