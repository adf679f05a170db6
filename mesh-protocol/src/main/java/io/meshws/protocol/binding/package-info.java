/**
 * JSON bound to Java types through JSON-B.
 *
 * <p>JSON-B has the last word: this package doesn't decide which JSON a type accepts. But JSON-B silently loses
 * information, and this package refuses a value if that certainly happened. Numbers are exact because JSON-B gets them
 * from {@code PayloadParser}, which returns a whole number or fails. {@code Coercions} finds everything else in the
 * value that JSON-B made. {@code Expectation} only words refusals, and {@code Obstacles} finds types that no JSON can
 * become.
 *
 * <p>Everything here is immutable or thread-safe, except {@code PayloadParser}, which is made for each value.
 */
package io.meshws.protocol.binding;
