package dev.riffle.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;

/**
 * Standard error as the launcher hands it over. Java has no option against its warning of an
 * incubating module, and native libraries remark on damaged pictures as they please; so the
 * launcher lets what is not Riffle's own go nowhere, and passes the real stream as another file
 * descriptor, whose number is in the property {@code riffle.errors}.
 */
final class ErrorStream {
  private ErrorStream() {}

  /** Makes {@code System.err} the stream that was handed over, if one was. */
  static void restore() {
    Integer number = Integer.getInteger("riffle.errors");
    if (number != null) {
      System.setErr(new PrintStream(new FileOutputStream(descriptor(number)), true));
    }
  }

  // A path such as /dev/fd/3 would do for files and pipes, not for sockets.
  private static FileDescriptor descriptor(int number) {
    try {
      Constructor<FileDescriptor> of = FileDescriptor.class.getDeclaredConstructor(int.class);
      of.setAccessible(true);
      return of.newInstance(number);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new IllegalStateException(
          "file descriptor " + number + ": expected the option --add-opens java.base/java.io", e);
    }
  }
}
