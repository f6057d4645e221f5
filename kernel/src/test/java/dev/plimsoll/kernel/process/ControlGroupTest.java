package dev.plimsoll.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths in the forms that the engines are known to use, written by hand. */
class ControlGroupTest {
  private static final String ID =
      "3f2a9c41d07b5e6f8a90b1c2d3e4f5061728394a5b6c7d8e9f00112233445566";
  private static final String POD = "1b5d0c4e-7a3f-4a8b-9c2d-0e1f2a3b4c5d";

  private static ControlGroup unified(final String path) {
    return ControlGroup.parse("0::" + path.replace("ID", ID) + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "/system.slice/nginx.service, nginx.service,",
    "/system.slice/system-getty.slice/getty@tty1.service, getty@tty1.service,",
    "/user.slice/user-1000.slice/session-3.scope, session-3.scope,",
    "/user.slice/user-1000.slice/user@1000.service/app.slice/miner.service,"
        + " user@1000.service, miner.service",
    "/init.scope, init.scope,",
    "/system.slice, ,",
    "/, ,"
  })
  void unitsAreNamedAsSystemdDoes(final String path, final String unit, final String userUnit) {
    final ControlGroup group = unified(path);
    assertThat(group.unit()).isEqualTo(unit);
    assertThat(group.userUnit()).isEqualTo(userUnit);
    assertThat(group.containers()).isEmpty();
    assertThat(group.path()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({
    "/docker/ID, docker 3f2a9c41d07b",
    "/system.slice/docker-ID.scope, docker 3f2a9c41d07b",
    "/../docker/ID, docker 3f2a9c41d07b",
    "/user.slice/user-1000.slice/user@1000.service/user.slice/docker-ID.scope, docker 3f2a9c41d07b",
    "/machine.slice/libpod-ID.scope/container, podman 3f2a9c41d07b",
    "/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-ID.scope, podman 3f2a9c41d07b",
    "/libpod_parent/libpod-ID, podman 3f2a9c41d07b",
    "/default/ID, container 3f2a9c41d07b",
    "/system.slice/nerdctl-ID.scope, nerdctl 3f2a9c41d07b",
    "/lxc/web, lxc web",
    "/lxc.payload.web, lxc web",
    "/lxc.payload/web, lxc web",
    "/lxc/101/ns/system.slice/nginx.service, lxc 101",
    "/machine.slice/machine-web\\x2d1.scope/payload/init.scope, systemd-nspawn web-1",
    "/machine.slice/systemd-nspawn@web.service/payload, systemd-nspawn web",
    "/machine.slice/machine-qemu\\x2d7\\x2dmail.scope/libvirt/emulator, libvirt-qemu mail",
  })
  void containersAreNamedByTheirEngine(final String path, final String container) {
    final ControlGroup group = unified(path);
    assertThat(group.containers()).extracting(ContainerMark::toString).containsExactly(container);
  }

  @ParameterizedTest
  @CsvSource({
    "/kubepods.slice/kubepods-burstable.slice/"
        + "kubepods-burstable-pod1b5d0c4e_7a3f_4a8b_9c2d_0e1f2a3b4c5d.slice/cri-containerd-ID.scope,"
        + " containerd",
    "/kubepods.slice/kubepods-pod1b5d0c4e_7a3f_4a8b_9c2d_0e1f2a3b4c5d.slice/crio-ID.scope, cri-o",
    "/kubepods/besteffort/pod1b5d0c4e-7a3f-4a8b-9c2d-0e1f2a3b4c5d/ID, kubernetes",
    "/kubelet.slice/kubelet-kubepods.slice/"
        + "kubelet-kubepods-pod1b5d0c4e_7a3f_4a8b_9c2d_0e1f2a3b4c5d.slice/cri-containerd-ID.scope,"
        + " containerd",
    "/system.slice/containerd.service/"
        + "kubepods-burstable-pod1b5d0c4e_7a3f_4a8b_9c2d_0e1f2a3b4c5d.slice:cri-containerd:ID,"
        + " containerd"
  })
  void podsOfKubernetesAreNamedByTheirUid(final String path, final String engine) {
    assertThat(unified(path).containers()).containsExactly(new ContainerMark(engine, ID, POD));
  }

  @Test
  void theEnginesOwnHelperIsNoContainer() {
    assertThat(unified("/machine.slice/libpod-conmon-ID.scope").containers()).isEmpty();
    assertThat(unified("/lxc.monitor.web").containers()).isEmpty();
  }

  @Test
  void containersInsideOthersAreNamedOutermostFirst() {
    assertThat(unified("/lxc/101/ns/docker/ID").containers())
        .extracting(ContainerMark::toString)
        .containsExactly("lxc 101", "docker 3f2a9c41d07b");
  }

  @Test
  void aUnitInsideAContainerIsNoneOfTheHost() {
    assertThat(unified("/lxc.payload.web/system.slice/nginx.service").unit()).isNull();
  }

  @Test
  void ofSeveralTreesTheUnifiedOneCounts() {
    assertThat(
            ControlGroup.parse(
                    """
                    12:memory:/system.slice/a.service
                    1:name=systemd:/system.slice/b.service
                    0::/system.slice/c.service
                    """)
                .unit())
        .isEqualTo("c.service");
  }

  @Test
  void whereOnlyAnotherTreeKnowsTheProcessThatOneCounts() {
    final String docker =
        "11:memory:/docker/%s\n1:name=systemd:/docker/%s\n0::/\n".formatted(ID, ID);
    assertThat(ControlGroup.parse(docker).containers())
        .containsExactly(new ContainerMark("docker", ID, null));
    assertThat(ControlGroup.parse("4:memory:/build/1\n3:cpuset:/\n0::/\n").path())
        .isEqualTo("/build/1");
  }
}
