/** Records that a persistence unit has too, by the server's data source and its transactions. */
package io.meshws.it.deeds;
