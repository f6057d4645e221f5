/** Alerts: what is worth telling a person, once, and the channels it is told through. */
@NullMarked
package dev.plimsoll.watch.alert;

import org.jspecify.annotations.NullMarked;
