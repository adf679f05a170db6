/**
 * Adapts the container's WebSocket lifecycle to {@link io.meshws.internal.instance.MeshInstance}, and holds no rule. The only
 * package that imports {@code jakarta.websocket} and {@code jakarta.servlet}; what containers do differently is written
 * down where it bites.
 */
package io.meshws.internal.endpoint;
