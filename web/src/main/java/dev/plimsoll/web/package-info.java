/**
 * The page, the interface for programs, the live stream and the metrics of {@code plimsoll watch}.
 */
@NullMarked
package dev.plimsoll.web;

import org.jspecify.annotations.NullMarked;
