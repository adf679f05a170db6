package io.meshws.internal.endpoint;

import io.meshws.MeshException;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;

/** Opens an endpoint at each path of {@code mesh.paths}. */
public final class ConfiguredPaths {
    private ConfiguredPaths() {}

    public static void add(ServerContainer container, Sessions sessions) {
        sessions.paths().forEach(path -> add(container, sessions, path));
    }

    private static void add(ServerContainer container, Sessions sessions, String path) {
        try {
            container.addEndpoint(ServerEndpointConfig.Builder.create(SessionEndpoint.class, path)
                    .configurator(sessions.configurator())
                    .subprotocols(List.of(Subprotocols.MESH))
                    .build());
        } catch (DeploymentException e) {
            throw new MeshException("mesh.paths: cannot add an endpoint at " + path, e);
        }
    }
}
