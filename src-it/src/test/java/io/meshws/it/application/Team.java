package io.meshws.it.application;

import jakarta.validation.Valid;
import java.util.List;

/** A payload of payloads. */
public record Team(String name, @Valid Person lead, @Valid List<Person> members) {}
