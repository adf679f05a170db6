package io.meshws.keeper.jpa;

class H2EclipseLinkTest extends H2JpaRecordKeeperContract {
    @Override
    String provider() {
        return ECLIPSELINK;
    }
}
