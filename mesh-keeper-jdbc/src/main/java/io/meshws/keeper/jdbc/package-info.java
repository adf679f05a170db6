/** Keeps records, and messages of channels, in tables of a database, by plain JDBC. */
package io.meshws.keeper.jdbc;
