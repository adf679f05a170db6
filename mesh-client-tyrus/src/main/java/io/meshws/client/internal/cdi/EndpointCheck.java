package io.meshws.client.internal.cdi;

import io.meshws.client.MeshEndpointUri;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import java.util.ArrayList;
import java.util.List;

/** Fails the deployment, rather than the first use of a client, if an address is invalid. */
public class EndpointCheck implements Extension {
    private final List<InjectionPoint> points = new ArrayList<>();

    void find(@Observes ProcessInjectionPoint<?, ?> event) {
        InjectionPoint point = event.getInjectionPoint();
        if (point.getQualifiers().stream().anyMatch(MeshEndpointUri.class::isInstance)) {
            points.add(point);
        }
    }

    void check(@Observes AfterDeploymentValidation event) {
        if (points.isEmpty()) {
            return;
        }
        Properties properties = Properties.ofThisServer();
        for (InjectionPoint point : points) {
            point.getQualifiers().stream()
                    .filter(MeshEndpointUri.class::isInstance)
                    .forEach(endpoint -> check(((MeshEndpointUri) endpoint).value(), point, properties, event));
        }
        points.clear();
    }

    private static void check(
            String endpoint, InjectionPoint point, Properties properties, AfterDeploymentValidation event) {
        try {
            Endpoint.of(endpoint, properties);
        } catch (IllegalArgumentException e) {
            event.addDeploymentProblem(new IllegalArgumentException(e.getMessage() + "; asked for by " + point, e));
        }
    }
}
