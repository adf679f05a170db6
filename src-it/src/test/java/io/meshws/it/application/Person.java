package io.meshws.it.application;

import jakarta.validation.constraints.NotBlank;

/** A payload with a constraint, which is only checked if a method asks for it by {@code @Valid}. */
public record Person(@NotBlank String name, int age) {}
