package io.meshws.bench;

import java.util.Arrays;

/** A load to measure: how many clients are connected, what they talk about, and when the next message is sent. */
enum Scenario {
    ECHO("echo", "Echo, 100 connections", Subject.ECHO, 100, Pace.EACH, Setting.ALONE),
    ROOM_200("room-200", "One sender, a room of 200", Subject.ROOM, 200, Pace.TOGETHER, Setting.ALONE),
    ROOM_1000("room-1000", "One sender, a room of 1,000", Subject.ROOM, 1000, Pace.TOGETHER, Setting.ALONE),
    RECORD_FULL(
            "record-full",
            "A record with 100 subscribers, in full",
            Subject.RECORD_FULL,
            100,
            Pace.REPLY,
            Setting.REDIS),
    RECORD_PATCH(
            "record-patch",
            "A record with 100 subscribers, patches",
            Subject.RECORD_PATCH,
            100,
            Pace.REPLY,
            Setting.REDIS),
    CHANNEL("channel", "A channel with history, 1,000 subscribers", Subject.CHANNEL, 1000, Pace.REPLY, Setting.REDIS),
    TWO(
            "two",
            "Two instances, 300 broadcasts/s to 100 members, to the other instance",
            Subject.ROOM,
            100,
            Pace.RATE,
            Setting.TWO);

    enum Subject {
        ECHO,
        ROOM,
        RECORD_FULL,
        RECORD_PATCH,
        CHANNEL
    }

    enum Pace {
        /** Each connection sends the next message when its last one came back. */
        EACH,
        /** The first connection sends; {@link Load#WINDOW} messages are on their way until all receivers have one. */
        TOGETHER,
        /** The first connection sends the next message when the last one was acknowledged, delivered or not. */
        REPLY,
        /** The first connection sends {@link Load#RATE} messages a second, whatever happens. */
        RATE
    }

    enum Setting {
        ALONE,
        REDIS,
        /** Two instances with one Redis; connections alternate. */
        TWO
    }

    final String key;
    final String title;
    final Subject subject;
    final int connections;
    final Pace pace;
    final Setting setting;

    Scenario(String key, String title, Subject subject, int connections, Pace pace, Setting setting) {
        this.key = key;
        this.title = title;
        this.subject = subject;
        this.connections = connections;
        this.pace = pace;
        this.setting = setting;
    }

    static Scenario of(String key) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no scenario \"" + key + "\", only "
                        + Arrays.stream(values()).map(scenario -> scenario.key).toList()));
    }
}
