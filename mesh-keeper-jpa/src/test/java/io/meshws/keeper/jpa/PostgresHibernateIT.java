package io.meshws.keeper.jpa;

class PostgresHibernateIT extends PostgresJpaRecordKeeperContract {
    @Override
    String provider() {
        return HIBERNATE;
    }
}
