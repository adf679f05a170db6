package io.meshws.it.application;

/** A payload of a closed set. */
public enum Colour {
    RED,
    GREEN
}
