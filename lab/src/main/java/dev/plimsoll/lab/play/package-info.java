/**
 * The labelled set: scenes of known trouble and of its harmless twins, as the packets of one
 * server, and what a diagnosis must say of them.
 */
@NullMarked
package dev.plimsoll.lab.play;

import org.jspecify.annotations.NullMarked;
