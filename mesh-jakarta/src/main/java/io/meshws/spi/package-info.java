/**
 * The interfaces that extensions of mesh implement. A bean of {@link io.meshws.spi.TickDriver} or
 * {@link io.meshws.spi.EndpointFactory} replaces mesh's own; a {@link io.meshws.spi.RecordKeeper} is given to
 * {@link io.meshws.Records#keep}, a {@link io.meshws.spi.ChannelKeeper} to {@link io.meshws.Channels#keep}.
 */
package io.meshws.spi;
