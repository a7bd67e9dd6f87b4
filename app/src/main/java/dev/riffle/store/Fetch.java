package dev.riffle.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import javax.net.ssl.SSLException;

/**
 * One download. It goes to a file of a name of its own beside the target and takes the target's
 * place only when whole and checked, so that neither an end halfway nor a second process does harm.
 *
 * @param patience how long the server may be silent
 */
record Fetch(WeightSource source, Path target, FetchListener progress, Duration patience) {
  private static final Duration CONNECT = Duration.ofSeconds(20);

  // Characters at the start in which a page shows itself, blanks before its tag included.
  private static final int START = 64;

  /**
   * The target, filled.
   *
   * @throws IOException in one line; nothing is left then
   */
  Path run() throws IOException {
    Path part = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".part");
    OutputStream opened = open(part);
    part.toFile().deleteOnExit(); // when the user breaks off
    try {
      try (OutputStream out = opened) {
        receive(out);
      }
      return Files.move(
          part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private OutputStream open(Path part) throws IOException {
    try {
      Files.createDirectories(target.getParent());
      return Files.newOutputStream(part, StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw new IOException(
          "cannot write to "
              + target.getParent()
              + " ("
              + e
              + "); XDG_CACHE_HOME names another cache, RIFFLE_WEIGHTS a folder with the file",
          e);
    }
  }

  private void receive(OutputStream out) throws IOException {
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(CONNECT)
            .build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(source.url())).timeout(patience).build();
    long received = 0;
    try (Arrivals arrivals = new Arrivals(patience)) {
      var answer = client.send(request, HttpResponse.BodyHandlers.ofPublisher());
      answer.body().subscribe(arrivals);
      if (answer.statusCode() != 200) {
        String location = answer.headers().firstValue("location").map(" to "::concat).orElse("");
        throw failed("expected status 200, found " + answer.statusCode() + location, null);
      }
      long total = answer.headers().firstValueAsLong("content-length").orElse(-1);
      progress.fetched(source.fileName(), 0, total);
      MessageDigest digest = Sha256.digest();
      StringBuilder start = new StringBuilder();
      for (var parts = arrivals.next(); !parts.isEmpty(); parts = arrivals.next()) {
        for (ByteBuffer part : parts) {
          byte[] bytes = new byte[part.remaining()];
          part.get(bytes);
          if (start.length() < START) {
            refusePage(start.append(new String(bytes, StandardCharsets.ISO_8859_1)));
          }
          digest.update(bytes);
          write(out, bytes);
          received += bytes.length;
        }
        progress.fetched(source.fileName(), received, total);
      }
      check(received, HexFormat.of().formatHex(digest.digest()));
    } catch (Refused e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(source.url() + ": interrupted");
    } catch (HttpTimeoutException e) {
      throw failed("no answer in time: " + e.getMessage(), e);
    } catch (SSLException e) {
      throw failed("no secure connection: " + e.getMessage(), e);
    } catch (ConnectException e) {
      throw failed("cannot be reached; is there a network?", e);
    } catch (IOException e) {
      throw failed("broke off after " + received + " bytes: " + e.getMessage(), e);
    }
  }

  private void write(OutputStream out, byte[] bytes) throws IOException {
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw new Refused("cannot write to " + target.getParent() + ": " + e.getMessage(), e);
    }
  }

  // No checkpoint begins with a tag; sites that want a question answered first send a page.
  private void refusePage(StringBuilder start) throws IOException {
    String text = start.toString().stripLeading().toLowerCase(Locale.ROOT);
    if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
      throw failed(
          "expected a checkpoint, found an HTML page (Google Drive sends one before large files)",
          null);
    }
  }

  private void check(long received, String found) throws IOException {
    if (received == 0) {
      throw failed("expected a checkpoint, found nothing", null);
    }
    if (source.sha256().isPresent() && !found.startsWith(source.sha256().get())) {
      throw failed(
          "sha256: expected "
              + source.sha256().get()
              + ", found "
              + found
              + "; the file was deleted",
          null);
    }
  }

  /** The failure in words, with what remains to be done by hand. */
  private Refused failed(String what, Throwable cause) {
    return new Refused(source.url() + ": " + what + "; by hand the file goes to " + target, cause);
  }

  /** A failure that has found its words. */
  private static final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    Refused(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
