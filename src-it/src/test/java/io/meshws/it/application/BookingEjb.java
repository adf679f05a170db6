package io.meshws.it.application;

import io.meshws.Command;
import io.meshws.CommandException;
import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;

/** An EJB, whose methods have a transaction without asking for one. */
@Stateless
public class BookingEjb {
    @Resource
    private SessionContext context;

    @Command("ejb")
    public String book(Person person) {
        return person.name() + (context.getRollbackOnly() ? " rolled back" : " booked");
    }

    @Command("ejb-refuses")
    public void refuse() {
        throw new CommandException("EFULL", "Fully booked");
    }
}
