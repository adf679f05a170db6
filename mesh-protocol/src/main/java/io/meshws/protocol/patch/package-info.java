/**
 * JSON documents: computing their difference as a JSON Patch (RFC 6902), applying patches, and equality.
 *
 * <p>Everything here is immutable or stateless and may be used by any thread, unless a class says otherwise.
 */
package io.meshws.protocol.patch;
