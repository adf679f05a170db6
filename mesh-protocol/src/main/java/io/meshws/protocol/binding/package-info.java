/**
 * JSON bound to Java types through JSON-B, strict where JSON-B would silently lose something.
 *
 * <p>Everything here is immutable or stateless and may be used by any thread.
 */
package io.meshws.protocol.binding;
