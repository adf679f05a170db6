package io.meshws.bench;

import io.meshws.bench.Scenario.Pace;
import io.meshws.bench.Scenario.Setting;
import java.util.Arrays;

/** A program that serves clients and is measured. */
enum Party {
    MESH_PAYARA("mesh-payara", "mesh on Payara Micro", Server.PAYARA, new Wire.Mesh("/mesh", "mesh")),
    MESH_WILDFLY("mesh-wildfly", "mesh on WildFly", Server.WILDFLY, new Wire.Mesh("/mesh", "mesh")),
    MESH_WILDFLY_IO(
            "mesh-wildfly-io", "mesh on WildFly, without dispatch", Server.WILDFLY_IO, new Wire.Mesh("/mesh", "mesh")),
    BARE_PAYARA("bare-payara", "bare Payara Micro", Server.PAYARA, new Wire.Bare()),
    BARE_WILDFLY("bare-wildfly", "bare WildFly", Server.WILDFLY, new Wire.Bare()),
    BARE_WILDFLY_IO("bare-wildfly-io", "bare WildFly, without dispatch", Server.WILDFLY_IO, new Wire.Bare()),
    SOCKET_IO("socketio", "Socket.IO", Server.SOCKET_IO, new Wire.SocketIo()),
    NETTY_SOCKET_IO("netty-socketio", "netty-socketio", Server.NETTY, new Wire.SocketIo()),
    REALTIME("realtime", "@prsm/realtime", Server.REALTIME, new Wire.Mesh("/", "rt")),
    ATMOSPHERE("atmosphere", "Atmosphere", Server.ATMOSPHERE, new Wire.Bare());

    final String key;
    final String title;
    final Server server;
    final Wire wire;

    Party(String key, String title, Server server, Wire wire) {
        this.key = key;
        this.title = title;
        this.server = server;
        this.wire = wire;
    }

    static Party of(String key) {
        return Arrays.stream(values())
                .filter(party -> party.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no party \"" + key + "\", only "
                        + Arrays.stream(values()).map(party -> party.key).toList()));
    }

    /** Whether it supports the scenario. */
    boolean offers(Scenario scenario) {
        return switch (scenario.subject) {
            // The heap of a JVM can be asked for.
            case NOTHING -> scenario.pace != Pace.NEVER || !server.isNode();
            case ROOMS -> isMesh() || isBare();
            // Others don't tell a thousand followers who is there within a minute.
            case PRESENCE -> isMesh() || this == REALTIME && scenario == Scenario.PRESENCE;
            default -> wire.message(scenario.subject).isPresent() && (scenario.setting != Setting.TWO || isClustered());
        };
    }

    /** Whether several processes with one Redis are one to their clients, as they are set up here. */
    private boolean isClustered() {
        return !isBare() && this != NETTY_SOCKET_IO && this != ATMOSPHERE;
    }

    boolean isBare() {
        return this == bare();
    }

    /** Whether it does not start without Redis. */
    boolean needsRedis() {
        return this == REALTIME;
    }

    boolean isMesh() {
        return wire instanceof Wire.Mesh && !server.isNode();
    }

    /** The bare container that it runs on; null if it runs on none. */
    Party bare() {
        return switch (server) {
            case PAYARA -> BARE_PAYARA;
            case WILDFLY -> BARE_WILDFLY;
            case WILDFLY_IO -> BARE_WILDFLY_IO;
            case SOCKET_IO, REALTIME, NETTY, ATMOSPHERE -> null;
        };
    }
}
