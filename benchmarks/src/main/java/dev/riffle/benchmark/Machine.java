package dev.riffle.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the figures were taken on. */
final class Machine {
  private static final Path LINUX_CPUS = Path.of("/proc/cpuinfo");

  private Machine() {}

  /** Processor, operating system and JDK, in lines. */
  static String described() throws IOException {
    return "%s, %d processors, vectors of %d floats%n%s %s%n%s %s"
        .formatted(
            processor(),
            Runtime.getRuntime().availableProcessors(),
            Peak.lanes(),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("java.vm.name"),
            Runtime.version());
  }

  private static String processor() throws IOException {
    String architecture = System.getProperty("os.arch");
    if (!Files.isReadable(LINUX_CPUS)) {
      return architecture;
    }
    return Files.readString(LINUX_CPUS)
        .lines()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(architecture);
  }
}
