package io.meshws.bench;

/** The figures of one party in one scenario in one round. */
record Sample(Party party, Scenario scenario, int round, Measurement measurement) {}
