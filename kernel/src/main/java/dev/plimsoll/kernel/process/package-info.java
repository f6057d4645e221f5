/**
 * What /proc says of a process: its program, its user, the unit or container it runs in, and signs
 * that it does not belong here. Texts are as the process chose them, cut to a length, and never
 * interpreted.
 */
@NullMarked
package dev.plimsoll.kernel.process;

import org.jspecify.annotations.NullMarked;
