/**
 * Failures that clients can cause as often as they like, such as a handler that throws: each kind is logged once with
 * its stack trace, and then its count. Depends on no feature.
 */
package io.meshws.internal.failure;
