package io.meshws.it.shop;

import io.meshws.client.MeshClient;
import io.meshws.client.MeshEndpointUri;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** Another bean that asks for the same client. */
@Dependent
class Till {
    final MeshClient stock;

    @Inject
    Till(@MeshEndpointUri("${stock.uri}") MeshClient stock) {
        this.stock = stock;
    }
}
