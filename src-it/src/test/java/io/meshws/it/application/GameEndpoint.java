package io.meshws.it.application;

import io.meshws.endpoint.MeshEndpoint;
import io.meshws.endpoint.MeshHandshake;
import jakarta.websocket.server.ServerEndpoint;

/** All that an endpoint at another path needs. */
@ServerEndpoint(value = "/game", configurator = MeshHandshake.class)
public class GameEndpoint extends MeshEndpoint {}
