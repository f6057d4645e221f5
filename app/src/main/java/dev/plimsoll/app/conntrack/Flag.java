package dev.plimsoll.app.conntrack;

/** What an option letter or word of conntrack(8) stands for. */
sealed interface Flag permits Verb, Option, ProtocolOption {}
