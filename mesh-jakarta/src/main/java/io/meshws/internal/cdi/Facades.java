package io.meshws.internal.cdi;

import io.meshws.Caller;
import io.meshws.Channels;
import io.meshws.Commands;
import io.meshws.Connections;
import io.meshws.Events;
import io.meshws.MeshConnection;
import io.meshws.MeshServer;
import io.meshws.Names;
import io.meshws.Pipes;
import io.meshws.Presence;
import io.meshws.Records;
import io.meshws.Rooms;
import io.meshws.internal.host.Carried;
import io.meshws.spi.EndpointFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.util.Optional;

/** Makes the parts of the instance injectable. */
@ApplicationScoped
public class Facades {
    @Inject
    private MeshDeployment deployment;

    @Produces
    @ApplicationScoped
    MeshServer server() {
        return deployment.instance();
    }

    @Produces
    @ApplicationScoped
    Commands commands() {
        return deployment.instance().commands();
    }

    @Produces
    @ApplicationScoped
    Connections connections() {
        return deployment.instance().connections();
    }

    @Produces
    @ApplicationScoped
    Rooms rooms() {
        return deployment.instance().rooms();
    }

    @Produces
    @ApplicationScoped
    Channels channels() {
        return deployment.instance().channels();
    }

    @Produces
    @ApplicationScoped
    Records records() {
        return deployment.instance().records();
    }

    @Produces
    @ApplicationScoped
    Presence presence() {
        return deployment.instance().presence();
    }

    @Produces
    @ApplicationScoped
    Pipes pipes() {
        return deployment.instance().pipes();
    }

    @Produces
    @ApplicationScoped
    Events events() {
        return deployment.instance().events();
    }

    @Produces
    @ApplicationScoped
    Names names() {
        return deployment.instance().names();
    }

    @Produces
    @ApplicationScoped
    Caller caller() {
        return () -> Carried.current() instanceof MeshConnection client ? Optional.of(client) : Optional.empty();
    }

    @Produces
    @ApplicationScoped
    EndpointFactory endpoints() {
        return deployment.sessions();
    }
}
