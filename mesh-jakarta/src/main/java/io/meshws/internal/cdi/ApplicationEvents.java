package io.meshws.internal.cdi;

import io.meshws.ConnectionClosed;
import io.meshws.ConnectionOpened;
import io.meshws.InstanceGone;
import io.meshws.InstanceJoined;
import io.meshws.NameFreed;
import io.meshws.NameTaken;
import io.meshws.RecordChanged;
import io.meshws.RecordRemoved;
import io.meshws.internal.instance.InstanceObserver;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.json.JsonValue;

/** Fires the instance's events as CDI events. */
record ApplicationEvents(BeanManager beans) implements InstanceObserver {
    @Override
    public boolean isHeard() {
        return isObserved(new RecordChanged("", JsonValue.NULL, 0))
                || isObserved(new RecordRemoved("", JsonValue.NULL, 0));
    }

    @Override
    public boolean seesInstances() {
        return isObserved(new InstanceJoined(null)) || isObserved(new InstanceGone(null));
    }

    private boolean isObserved(Object event) {
        return !beans.resolveObserverMethods(event).isEmpty();
    }

    @Override
    public void opened(ConnectionOpened event) {
        fire(event);
    }

    @Override
    public void closed(ConnectionClosed event) {
        fire(event);
    }

    @Override
    public void changed(RecordChanged event) {
        fire(event);
    }

    @Override
    public void removed(RecordRemoved event) {
        fire(event);
    }

    @Override
    public void joined(InstanceJoined event) {
        fire(event);
    }

    @Override
    public void gone(InstanceGone event) {
        fire(event);
    }

    @Override
    public void taken(NameTaken event) {
        fire(event);
    }

    @Override
    public void freed(NameFreed event) {
        fire(event);
    }

    private void fire(Object event) {
        beans.getEvent().fire(event);
    }
}
