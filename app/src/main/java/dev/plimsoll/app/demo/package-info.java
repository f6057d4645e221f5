/**
 * {@code plimsoll demo}: a story on the real kernel, in namespaces of its own. {@link
 * dev.plimsoll.app.demo.DemoStory} is the script, {@link dev.plimsoll.app.demo.DemoStage} the
 * traffic, {@link dev.plimsoll.app.demo.Demo} plays and narrates it.
 */
@NullMarked
package dev.plimsoll.app.demo;

import org.jspecify.annotations.NullMarked;
