/** Keeps records in a table of a database, by plain JDBC. */
package io.meshws.keeper.jdbc;
