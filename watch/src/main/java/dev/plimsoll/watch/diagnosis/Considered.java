package dev.plimsoll.watch.diagnosis;

/**
 * Another class that was considered.
 *
 * @param reason why it is not that, in plain English
 */
public record Considered(CauseClass causeClass, String reason) {}
