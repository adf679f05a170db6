/** What runs on several instances: commands that reach rooms and connections wherever they are. */
package io.meshws.it.team;
