package dev.plimsoll.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UserNamesTest {
  private static final String PASSWD =
      """
      root:x:0:0:root:/root:/bin/bash
      # a comment
      www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
      """;
  private static final String NO_MAP = "         0          0 4294967295\n";

  @Test
  void aUserHasTheNameThatPasswdSays() {
    assertThat(UserNames.name(33, PASSWD, NO_MAP)).isEqualTo("www-data");
  }

  @Test
  void withoutANameTheNumberStands() {
    assertThat(UserNames.name(1000, PASSWD, NO_MAP)).isEqualTo("1000");
    assertThat(UserNames.name(33, "", "")).isEqualTo("33");
  }

  @Test
  void inAUserNamespaceTheNameIsThatOfTheNumberInside() {
    final String map = "         0     100000      65536\n";
    assertThat(UserNames.name(100_033, PASSWD, map)).isEqualTo("www-data");
    assertThat(UserNames.name(200_000, PASSWD, map)).isEqualTo("200000");
  }
}
