package dev.plimsoll.watch.history;

import dev.plimsoll.watch.Overload;
import dev.plimsoll.watch.alert.Delivery;

/** What waits to be written. */
sealed interface Row {
  /** What names it among all rows. */
  Key key();

  /** Whether it is rare and dear: a later one of its key takes its place. */
  boolean isRare();

  record Key(Class<? extends Row> kind, String of, Object detail) {}

  /** One of the many: of a namespace and a moment, of which the first word stands. */
  sealed interface AtMoment extends Row permits SampleRow, CompositionRow {
    String namespace();

    long timeMillis();

    @Override
    default Key key() {
      return new Key(getClass(), namespace(), timeMillis());
    }

    @Override
    default boolean isRare() {
      return false;
    }
  }

  record OverloadRow(Overload overload) implements Row {
    @Override
    public Key key() {
      return new Key(OverloadRow.class, overload.namespace(), overload.sinceMillis());
    }

    @Override
    public boolean isRare() {
      return true;
    }
  }

  record DeliveryRow(Delivery delivery) implements Row {
    @Override
    public Key key() {
      return new Key(DeliveryRow.class, delivery.channel(), delivery.alert().id());
    }

    @Override
    public boolean isRare() {
      return true;
    }
  }

  /** A small text under a name. */
  record NoteRow(String name, String body) implements Row {
    @Override
    public Key key() {
      return new Key(NoteRow.class, name, "");
    }

    @Override
    public boolean isRare() {
      return true;
    }
  }
}
