package dev.plimsoll.watch.diagnosis;

/**
 * A number behind a finding.
 *
 * @param name for machines: {@code distinct_remotes}
 * @param value the number, in the unit that the name says
 * @param words the same for people, as a sentence without its full stop: {@code 7,412 remotes in 5
 *     minutes}
 */
public record Fact(String name, double value, String words) {}
