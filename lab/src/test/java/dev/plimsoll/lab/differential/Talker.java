package dev.plimsoll.lab.differential;

/** Somebody who adds a packet or a few to an exchange whenever it is its turn. */
interface Talker {
  void speak();
}
