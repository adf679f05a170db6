package io.meshws.internal.endpoint;

import io.meshws.MeshException;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;

/** The endpoints at those paths of {@code mesh.paths} that have none by annotation. */
public final class ConfiguredPaths {
    private ConfiguredPaths() {}

    public static void add(ServerContainer container, Sessions sessions) {
        for (String path : sessions.paths()) {
            if (!path.equals(MeshEndpoint.PATH)) {
                add(container, sessions, path);
            }
        }
    }

    private static void add(ServerContainer container, Sessions sessions, String path) {
        try {
            container.addEndpoint(ServerEndpointConfig.Builder.create(ConfiguredEndpoint.class, path)
                    .configurator(new MeshHandshake.Configured(sessions))
                    .build());
        } catch (DeploymentException e) {
            throw new MeshException("mesh.paths: no endpoint could be added at " + path, e);
        }
    }
}
