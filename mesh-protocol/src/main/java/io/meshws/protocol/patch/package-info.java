/**
 * JSON documents: their difference as a JSON Patch (RFC 6902), patches applied, and equality.
 *
 * <p>Everything here is immutable or stateless and may be used by any thread, except where a class says otherwise.
 */
package io.meshws.protocol.patch;
