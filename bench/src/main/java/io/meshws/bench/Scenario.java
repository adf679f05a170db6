package io.meshws.bench;

import java.io.IOException;
import java.util.Arrays;

/** A load to measure: the number of clients, their messages, and the time of the next message. */
enum Scenario {
    ECHO("echo", "Echo, 100 connections", Subject.ECHO, 100, Pace.EACH, Setting.ALONE),
    ROOM_200("room-200", "One sender, a room of 200", Subject.ROOM, 200, Pace.TOGETHER, Setting.ALONE),
    ROOM_1000("room-1000", "One sender, a room of 1,000", Subject.ROOM, 1000, Pace.TOGETHER, Setting.ALONE),
    ROOM_5000("room-5000", "One sender, a room of 5,000", Subject.ROOM, 5000, Pace.TOGETHER, Setting.ALONE),
    TEN("ten", "Ten senders, a room of 200", Subject.ROOM, 200, Pace.OWN, Setting.ALONE),
    ROOMS_10("rooms-10", "10 rooms of ten members", 10),
    ROOMS_1000("rooms-1000", "1,000 rooms of ten members", 1000),
    ROOMS_10000("rooms-10000", "10,000 rooms of ten members", 10_000),
    CONNECT("connect", "Connections accepted", Subject.NOTHING, 50, Pace.CONNECT, Setting.ALONE),
    IDLE("idle", "Connections that only answer pings", Subject.NOTHING, Idlers.COUNT, Pace.NEVER, Setting.ALONE),
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
    RECORD_WRITERS(
            "record-writers", "50 writers on 50 records", Subject.RECORD_WRITERS, 50, Pace.EACH_REPLY, Setting.REDIS),
    PRESENCE(
            "presence",
            "Presence of a room of 1,000, members change in turn",
            Subject.PRESENCE,
            1000,
            Pace.TOGETHER,
            Setting.REDIS),
    PRESENCE_10000(
            "presence-10000",
            "Presence of a room of 10,000, half of whom change within a minute, to 1,000 of them",
            Subject.PRESENCE,
            10_000,
            1000,
            10_000 / 2 / 60,
            Setting.REDIS),
    CHANNEL("channel", "A channel with history, 1,000 subscribers", Subject.CHANNEL, 1000, Pace.REPLY, Setting.REDIS),
    TWO(
            "two",
            "Two instances, 300 broadcasts/s to 100 members, to the other instance",
            Subject.ROOM,
            100,
            100,
            300,
            Setting.TWO),
    TWO_MAX(
            "two-max",
            "Two instances, one sender to 100 members, to the other instance",
            Subject.ROOM,
            100,
            Pace.TOGETHER,
            Setting.TWO),
    CHANNEL_TWO(
            "channel-two",
            "A channel with history, 1,000 subscribers on the other instance",
            Subject.CHANNEL,
            1001,
            Pace.REPLY,
            Setting.TWO);

    enum Subject {
        NOTHING,
        ECHO,
        ROOM,
        /** Each message goes to another of {@link #rooms} rooms, in turn. */
        ROOMS,
        RECORD_FULL,
        RECORD_PATCH,
        /** Each connection has a record of its own, and hears of none. */
        RECORD_WRITERS,
        /** All are present, and the receivers follow the presence; messages are states, of all in turn. */
        PRESENCE,
        CHANNEL
    }

    enum Pace {
        /** Each connection sends the next message when its last one came back. */
        EACH,
        /** Each connection sends the next message when its last one was acknowledged; acknowledgements are counted. */
        EACH_REPLY,
        /** The first connection sends; {@link Load#WINDOW} messages are on their way until all receivers have one. */
        TOGETHER,
        /** The first {@link Load#SENDERS} connections send, each the next message when its last one came back to itself. */
        OWN,
        /** The first connection sends the next message when the last one was acknowledged, delivered or not. */
        REPLY,
        /** {@link #rate} messages are sent in a second, whatever happens. */
        RATE,
        /** Each connection ends when the server has let it in, and another one begins. */
        CONNECT,
        NEVER
    }

    enum Setting {
        ALONE,
        REDIS,
        /** Two instances with one Redis, see {@link Scenario#instance}. */
        TWO
    }

    final String key;
    final String title;
    final Subject subject;
    final int connections;
    /** How many clients receive each message: the last ones that connect. */
    final int receivers;
    /** How many rooms there are if there are several; each connection is in an equal share of them. */
    final int rooms;

    final Pace pace;
    /** How many messages are sent in a second, if nothing is waited for. */
    final int rate;

    final Setting setting;

    Scenario(String key, String title, Subject subject, int connections, Pace pace, Setting setting) {
        this(key, title, subject, connections, connections, 1, pace, 1, setting);
    }

    /** At a rate. */
    Scenario(String key, String title, Subject subject, int connections, int receivers, int rate, Setting setting) {
        this(key, title, subject, connections, receivers, 1, Pace.RATE, rate, setting);
    }

    /** Rooms of ten members each, of the same connections however many there are: only their number differs. */
    Scenario(String key, String title, int rooms) {
        this(key, title, Subject.ROOMS, 100, 10, rooms, Pace.TOGETHER, 1, Setting.ALONE);
    }

    Scenario(
            String key,
            String title,
            Subject subject,
            int connections,
            int receivers,
            int rooms,
            Pace pace,
            int rate,
            Setting setting) {
        this.key = key;
        this.title = title;
        this.subject = subject;
        this.connections = connections;
        this.receivers = receivers;
        this.rooms = rooms;
        this.pace = pace;
        this.rate = rate;
        this.setting = setting;
    }

    static Scenario of(String key) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no scenario \"" + key + "\", only "
                        + Arrays.stream(values()).map(scenario -> scenario.key).toList()));
    }

    /** The instance that the connection of this number is to, of several. */
    int instance(int connection, int instances) {
        return this == CHANNEL_TWO ? Math.min(connection, instances - 1) : connection % instances;
    }

    Table table() {
        return pace == Pace.NEVER ? Table.IDLE : Table.MESSAGES;
    }

    /** Connects the clients. */
    Clients clients(Running running) throws IOException {
        return switch (pace) {
            case CONNECT -> new Arrivals(running, connections);
            case NEVER -> new Idlers(running, this);
            default -> new Load(running, this);
        };
    }
}
