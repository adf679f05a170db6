package io.meshws.client.internal.channel;

import io.meshws.client.ChannelListener;
import io.meshws.client.ChannelSubscription;
import io.meshws.client.ChannelUpdate;
import io.meshws.client.StreamPosition;
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
    /** The position at which the application wants to begin; null for now. */
    private final StreamPosition since;
    /** Oldest first. */
    private final ArrayDeque<ChannelUpdate.Message> last = new ArrayDeque<>();

    private List<String> history = List.of();
    /** Null if nothing has to wait for the server's answer. */
    private EarlyMessages early;
    /** The place up to which the server's answer told everything; null if it didn't. */
    private StreamPosition begun;

    ChannelHandle(
            Desk desk,
            ChannelTopics topics,
            ChannelTopic topic,
            int historyLimit,
            StreamPosition since,
            ChannelListener listener) {
        super(desk, topics, listener == null ? null : telling(listener));
        this.topic = topic;
        this.historyLimit = historyLimit;
        this.since = since;
        if (since != null) {
            int mostCharacters = desk.settings().limits().maxPendingCharacters();
            early = new EarlyMessages(mostCharacters, to -> missed(Optional.ofNullable(begun), to));
        }
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

    /** Null for now. */
    StreamPosition since() {
        return since;
    }

    /**
     * The server agreed.
     *
     * @param kept newest first, and at most as many as the limit; or all since the place where this begins, oldest first
     * @param recovered whether these are all since that place
     */
    void begin(List<HistoryMessage> kept, boolean recovered, Optional<StreamPosition> end) {
        if (since == null) {
            begin(kept);
            return;
        }
        begun = end.orElse(null);
        if (recovered && begun != null) {
            long offset = since.offset();
            for (HistoryMessage one : kept) {
                offset++;
                hear(
                        one.at(topic.name(), new StreamPosition(begun.epoch(), offset)),
                        one.text().length());
            }
        } else {
            begin(kept);
            deliver(new ChannelUpdate.Gap(topic.name(), Optional.of(since), end, texts()), 0);
        }
        EarlyMessages waiting = early;
        early = null;
        waiting.answered(begun);
    }

    private void begin(List<HistoryMessage> newestFirst) {
        history = newestFirst.stream().map(HistoryMessage::text).toList();
        replace(newestFirst);
    }

    private void replace(List<HistoryMessage> newestFirst) {
        last.clear();
        for (HistoryMessage kept : newestFirst) {
            if (last.size() < historyLimit) {
                last.addFirst(new ChannelUpdate.Message(topic.name(), kept.text(), Optional.empty(), kept.publisher()));
            }
        }
    }

    void message(ChannelUpdate.Message message, int length) {
        if (early != null) {
            early.add(message.position(), length, () -> hear(message, length));
        } else if (!EarlyMessages.isUpTo(begun, message.position())) {
            hear(message, length);
        }
    }

    private void hear(ChannelUpdate.Message message, int length) {
        if (historyLimit > 0) {
            if (last.size() == historyLimit) {
                last.removeFirst();
            }
            last.addLast(message);
        }
        deliver(message, length);
    }

    /** @param newestFirst null if the known history stays as it is */
    void gap(ChannelUpdate.Gap gap, List<HistoryMessage> newestFirst, int length) {
        if (early != null) {
            early.add(gap.to(), length, () -> hearGap(gap, newestFirst, length));
        } else {
            hearGap(gap, newestFirst, length);
        }
    }

    private void hearGap(ChannelUpdate.Gap gap, List<HistoryMessage> newestFirst, int length) {
        if (newestFirst != null) {
            replace(newestFirst);
            deliver(new ChannelUpdate.Gap(gap.channel(), gap.from(), gap.to(), texts()), length);
        } else {
            deliver(gap, length);
        }
    }

    private void missed(Optional<StreamPosition> from, Optional<StreamPosition> to) {
        deliver(new ChannelUpdate.Gap(topic.name(), from, to, List.of()), 0);
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
    public Optional<StreamPosition> position() {
        synchronized (lock()) {
            return topic.position();
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
