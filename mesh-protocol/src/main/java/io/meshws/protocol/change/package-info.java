/**
 * Changes of JSON values, as {@link io.meshws.protocol.Change} describes them: read from the wire and applied. Server and
 * Java client use the same.
 */
package io.meshws.protocol.change;
