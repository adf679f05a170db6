package io.meshws.keeper.jpa;

class H2HibernateTest extends H2JpaRecordKeeperContract {
    @Override
    String provider() {
        return HIBERNATE;
    }
}
