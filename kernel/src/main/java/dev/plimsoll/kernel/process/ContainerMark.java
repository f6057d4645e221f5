package dev.plimsoll.kernel.process;

import org.jspecify.annotations.Nullable;

/**
 * A container as a control group's path names it.
 *
 * @param engine who made it: {@code docker}, {@code podman}, {@code containerd}, {@code nerdctl},
 *     {@code cri-o}, {@code kubernetes}, {@code lxc}, {@code systemd-nspawn}, {@code libvirt-qemu},
 *     {@code libvirt-lxc}, or {@code container} where the path does not tell
 * @param id 64 hexadecimal digits, or the name where containers are known by their names
 * @param pod the uid of the Kubernetes pod, or null
 */
public record ContainerMark(String engine, String id, @Nullable String pod) {
  private static final int SHORT_ID = 12;
  private static final int HASH = 64;

  /** As people know it: {@code docker 3f2a9c41d07b}, {@code lxc web}. */
  @Override
  public String toString() {
    final String known = id.length() == HASH ? id.substring(0, SHORT_ID) : id;
    return pod == null ? engine + " " + known : engine + " " + known + ", pod " + pod;
  }
}
