package io.meshws.it.application;

import io.meshws.internal.endpoint.MeshEndpoint;
import io.meshws.internal.endpoint.MeshHandshake;
import jakarta.websocket.server.ServerEndpoint;

/** All that an endpoint at another path needs. */
@ServerEndpoint(value = "/game", configurator = MeshHandshake.class)
public class GameEndpoint extends MeshEndpoint {}
