package io.meshws.keeper.jpa;

class PostgresEclipseLinkIT extends PostgresJpaRecordKeeperContract {
    @Override
    String provider() {
        return ECLIPSELINK;
    }
}
