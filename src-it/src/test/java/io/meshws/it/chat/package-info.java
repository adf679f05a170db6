/** An application whose rooms are things: handles with members and a state, and posts with several observers. */
package io.meshws.it.chat;
