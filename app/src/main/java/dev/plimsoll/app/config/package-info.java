/**
 * The configuration of the watch: {@link dev.plimsoll.app.config.ConfigKey} names every key once,
 * {@link dev.plimsoll.app.config.ConfigFiles} reads the files, and {@link
 * dev.plimsoll.app.config.ConfigReader} makes a {@link dev.plimsoll.app.config.Configuration} of
 * files, environment and options, with all problems at once.
 */
@NullMarked
package dev.plimsoll.app.config;

import org.jspecify.annotations.NullMarked;
