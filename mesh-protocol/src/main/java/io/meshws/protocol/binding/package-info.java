/**
 * JSON bound to Java types through JSON-B.
 *
 * <p>What JSON-B reads is right: nothing here decides what JSON a type accepts. But JSON-B loses things without a word, and
 * that is refused where it is certain. Numbers are exact because JSON-B gets them from {@code PayloadParser}, which hands
 * out a whole number or none. Everything else is found by {@code Coercions} in the value that came out. {@code Expectation}
 * only words refusals, and {@code Obstacles} finds types that no JSON can become.
 *
 * <p>Everything here is immutable or thread-safe, but for {@code PayloadParser}, which is made for each value.
 */
package io.meshws.protocol.binding;
