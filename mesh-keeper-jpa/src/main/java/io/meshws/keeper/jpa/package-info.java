/** Keeps records by Jakarta Persistence. */
package io.meshws.keeper.jpa;
