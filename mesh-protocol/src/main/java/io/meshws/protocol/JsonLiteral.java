package io.meshws.protocol;

import jakarta.json.JsonString;

/** A string that is kept in the form in which it's sent. */
record JsonLiteral(String literal) implements JsonString, JsonRaw.Text {
    @Override
    public String getString() {
        return Json.unquote(literal);
    }

    @Override
    public CharSequence getChars() {
        return getString();
    }

    @Override
    public ValueType getValueType() {
        return ValueType.STRING;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonString string && string.getString().equals(getString());
    }

    @Override
    public int hashCode() {
        return getString().hashCode();
    }

    @Override
    public String toString() {
        return literal;
    }
}
