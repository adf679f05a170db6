package io.meshws.client.internal.channel;

import io.meshws.client.ChannelListener;
import io.meshws.client.ChannelSubscription;
import io.meshws.client.ChannelUpdate;
import io.meshws.client.internal.topic.Desk;
import io.meshws.client.internal.topic.Handle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The application's handle of a channel. */
final class ChannelHandle extends Handle<List<String>, ChannelUpdate, ChannelUpdate> implements ChannelSubscription {
    private final ChannelTopic topic;
    private final int historyLimit;
    /** Oldest first. */
    private final ArrayDeque<ChannelUpdate.Message> last = new ArrayDeque<>();

    private List<String> history = List.of();

    ChannelHandle(Desk desk, ChannelTopics topics, ChannelTopic topic, int historyLimit, ChannelListener listener) {
        super(desk, topics, listener == null ? null : telling(listener));
        this.topic = topic;
        this.historyLimit = historyLimit;
    }

    private static Consumer<ChannelUpdate> telling(ChannelListener listener) {
        return update -> {
            if (update instanceof ChannelUpdate.Message message) {
                listener.message(message);
            } else if (update instanceof ChannelUpdate.Gap gap) {
                listener.gap(gap);
            }
        };
    }

    int historyLimit() {
        return historyLimit;
    }

    /** @param newestFirst at most as many as the limit */
    void begin(List<Kept> newestFirst) {
        history = newestFirst.stream().map(Kept::text).toList();
        replace(newestFirst);
    }

    private void replace(List<Kept> newestFirst) {
        last.clear();
        for (Kept kept : newestFirst) {
            if (last.size() < historyLimit) {
                last.addFirst(new ChannelUpdate.Message(topic.name(), kept.text(), Optional.empty(), kept.publisher()));
            }
        }
    }

    void message(ChannelUpdate.Message message, int length) {
        if (historyLimit > 0) {
            if (last.size() == historyLimit) {
                last.removeFirst();
            }
            last.addLast(message);
        }
        deliver(message, length);
    }

    /** @param newestFirst null if what is known stays as it is */
    void gap(ChannelUpdate.Gap gap, List<Kept> newestFirst, int length) {
        if (newestFirst != null) {
            replace(newestFirst);
            List<String> kept = texts();
            deliver(new ChannelUpdate.Gap(gap.channel(), gap.from(), gap.to(), kept), length);
        } else {
            deliver(gap, length);
        }
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>(last.size());
        last.forEach(message -> texts.add(message.text()));
        return Collections.unmodifiableList(texts);
    }

    @Override
    public String channel() {
        return topic.name();
    }

    @Override
    public List<String> history() {
        synchronized (lock()) {
            return history;
        }
    }

    @Override
    public List<String> value() {
        synchronized (lock()) {
            return texts();
        }
    }

    @Override
    protected Optional<ChannelUpdate> convert(ChannelUpdate update) {
        return Optional.of(update);
    }

    @Override
    protected List<ChannelUpdate> current() {
        return new ArrayList<>(last);
    }

    @Override
    protected ChannelUpdate latest() {
        return null;
    }
}
