/**
 * Adapts the container's WebSocket lifecycle to {@link io.meshws.internal.instance.MeshInstance}, and contains no
 * rules. The only package that imports {@code jakarta.websocket} and {@code jakarta.servlet}; differences between
 * containers are documented at the code that handles them.
 */
package io.meshws.internal.endpoint;
