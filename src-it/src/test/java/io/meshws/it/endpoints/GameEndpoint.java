package io.meshws.it.endpoints;

import io.meshws.MeshEndpoint;
import io.meshws.MeshHandshake;
import jakarta.websocket.server.ServerEndpoint;

/** Everything that an endpoint at another path needs. */
@ServerEndpoint(value = "/game", configurator = MeshHandshake.class)
public class GameEndpoint extends MeshEndpoint {}
