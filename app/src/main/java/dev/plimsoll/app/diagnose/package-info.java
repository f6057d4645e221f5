/** What joins the diagnosis to this host: the kernel's answers in the diagnosis' words. */
@NullMarked
package dev.plimsoll.app.diagnose;

import org.jspecify.annotations.NullMarked;
