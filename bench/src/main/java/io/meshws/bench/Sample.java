package io.meshws.bench;

/** What one party showed in one scenario in one round. */
record Sample(Party party, Scenario scenario, int round, Measurement measurement) {}
