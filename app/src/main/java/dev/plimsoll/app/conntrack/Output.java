package dev.plimsoll.app.conntrack;

/**
 * How entries are written ({@code -o}).
 *
 * @param format the kind of text
 * @param extended with the address family in front
 * @param id with the kernel's name for the entry
 * @param kernelTimes with the times of start and stop
 * @param receiveTime events with the time when they came
 * @param labels with the names of the labels
 */
record Output(
    Format format,
    boolean extended,
    boolean id,
    boolean kernelTimes,
    boolean receiveTime,
    boolean labels) {
  static final Output DEFAULT = new Output(Format.LINE, false, false, false, false, false);

  Output withLabels() {
    return new Output(format, extended, id, kernelTimes, receiveTime, true);
  }

  /** The kind of text. */
  enum Format {
    LINE,
    SAVE,
    XML,
    /** Plimsoll's own: a JSON object a line. */
    JSON
  }
}
