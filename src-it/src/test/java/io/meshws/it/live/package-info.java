/** Deployed by {@code RecordsIT} and {@code ChannelsIT}: records and channels with every kind of exposure. */
package io.meshws.it.live;
