/** What {@code RecordsIT} and {@code ChannelsIT} deploy: records and channels of every kind of exposure. */
package io.meshws.it.live;
