/**
 * Failures that clients can cause as often as they like, such as a handler that throws: the log has each kind once with its
 * stack trace, and then its number. Knows no feature.
 */
package io.meshws.internal.failure;
