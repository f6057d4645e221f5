package dev.plimsoll.kernel.process;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What /proc says of a process. Texts may be hostile; bytes that are no UTF-8 are replaced.
 *
 * @param parent the number of the process that started it, or of the one that took it over
 * @param name the kernel's short name of it, which the process may change
 * @param executable its program file in its own view of the files, or empty if it may not be known
 * @param commandLine its arguments, the first {@link #MOST_ARGUMENTS} within the first {@link
 *     #MOST_BYTES} bytes; empty if there are none or they may not be known
 * @param userId who it acts as
 * @param user the name that its own {@code /etc/passwd} has for that, or the number
 * @param startedMillis when it started, in milliseconds since 1970
 * @param cpuMillis time of processors that it has used so far
 * @param container the containers around it with their names as far as known, or null
 * @param hidden whether its program and environment are kept from us (CAP_SYS_PTRACE)
 * @param signs those that lie in the process alone
 */
public record ProcessFacts(
    ProcessId id,
    long parent,
    String name,
    String executable,
    List<String> commandLine,
    long userId,
    String user,
    long startedMillis,
    long cpuMillis,
    ControlGroup controlGroup,
    @Nullable String container,
    boolean hidden,
    Set<ProcessSign> signs) {
  public static final int MOST_ARGUMENTS = 64;
  public static final int MOST_BYTES = 4096;

  public ProcessFacts {
    commandLine = List.copyOf(commandLine);
    signs = Set.copyOf(signs);
  }
}
