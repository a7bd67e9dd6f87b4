package dev.riffle.store;

import java.net.URI;
import java.util.Optional;

/**
 * The published weights of a model.
 *
 * @param url their http or https address
 * @param sha256 the file's SHA-256 in lower-case hexadecimal, or its first 8 digits or more; empty
 *     if nobody published it
 * @param file the file's name in folders; empty if the address ends in it
 */
public record WeightSource(String url, Optional<String> sha256, Optional<String> file) {

  /**
   * Checks the three.
   *
   * @throws IllegalArgumentException naming the one that cannot be
   */
  public WeightSource {
    URI address = URI.create(url);
    if (address.getHost() == null || !String.valueOf(address.getScheme()).matches("https?")) {
      throw new IllegalArgumentException("url: expected an http or https address, found " + url);
    }
    if (sha256.isPresent() && !sha256.get().matches("[0-9a-f]{8,64}")) {
      throw new IllegalArgumentException(
          "sha256: expected 8 to 64 hexadecimal digits in lower case, found " + sha256.get());
    }
    String name = file.orElse(lastOf(address));
    if (!name.matches("[^/\\\\]*\\.[A-Za-z0-9]+")) {
      throw new IllegalArgumentException(
          "file: expected a file name with an extension, found \""
              + name
              + '"'
              + (file.isPresent() ? "" : " at the end of url (give file beside it)"));
    }
  }

  /** The file's name. */
  public String fileName() {
    return file.orElse(lastOf(URI.create(url)));
  }

  private static String lastOf(URI address) {
    return address.getPath().substring(address.getPath().lastIndexOf('/') + 1);
  }
}
