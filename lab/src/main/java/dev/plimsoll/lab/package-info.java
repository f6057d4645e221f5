/**
 * Network namespaces, traffic and tables of any size on this machine, for the system tests and the
 * benchmarks.
 */
@NullMarked
package dev.plimsoll.lab;

import org.jspecify.annotations.NullMarked;
