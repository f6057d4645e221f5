/** A diagnosis as text, JSON, one HTML file, and XARF. */
@NullMarked
package dev.plimsoll.app.report;

import org.jspecify.annotations.NullMarked;
