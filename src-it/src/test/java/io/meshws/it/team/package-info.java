/** Runs on several instances: commands that reach rooms and connections on any of them. */
package io.meshws.it.team;
