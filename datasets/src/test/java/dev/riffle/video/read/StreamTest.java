package dev.riffle.video.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.riffle.video.Clips;
import dev.riffle.video.Retry;
import dev.riffle.video.VideoSource;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams from a server of this machine that stops, stalls, comes back or does not. */
class StreamTest {
  private static final Retry SOON = new Retry(3, Duration.ofMillis(20));

  @TempDir private Path folder;
  private final CountDownLatch over = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;

  /** What is served to a request, counted from 0. */
  private interface Answer {
    void send(HttpExchange exchange, int request) throws IOException;
  }

  @BeforeEach
  void makeServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
  }

  @AfterEach
  void stopServer() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private VideoSource serve(String name, Answer answer) {
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            answer.send(exchange, requests.getAndIncrement());
          }
        });
    server.start();
    return VideoSource.of("http://localhost:" + server.getAddress().getPort() + "/" + name)
        .orElseThrow();
  }

  // A part of a file from where it is wanted, as its whole length promises, up to a byte.
  private static void sendFile(HttpExchange exchange, byte[] file, int upTo) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-.*", "$1"));
    exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes " + from + "-" + (file.length - 1) + "/" + file.length);
    exchange.sendResponseHeaders(range == null ? 200 : 206, file.length - from);
    OutputStream body = exchange.getResponseBody();
    if (upTo > from) {
      body.write(file, from, upTo - from);
      body.flush();
    }
    if (upTo == file.length) {
      body.close();
    }
  }

  private static List<Integer> numbers(Video video) {
    List<Integer> numbers = new ArrayList<>();
    for (Frame frame : video) {
      assertEquals(numbers.size(), frame.index());
      numbers.add(Clips.number(frame.picture()));
    }
    return numbers;
  }

  private byte[] clip(int frames) throws IOException {
    return Files.readAllBytes(Clips.clip(folder.resolve("clip.mp4"), 320, 240, frames));
  }

  private static List<Integer> upTo(int count) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(i);
    }
    return numbers;
  }

  @Test
  void aClipOverHttpLosesNothing() throws IOException {
    byte[] clip = clip(100);
    VideoSource source = serve("clip.mp4", (exchange, i) -> sendFile(exchange, clip, clip.length));
    try (Video video = Video.open(source, SOON)) {
      assertTrue(!video.format().isLive());
      assertEquals(upTo(100), numbers(video));
    }
  }

  @Test
  void aClipThatStopsInTheMiddleGoesOnBehindTheLastFrame() throws IOException {
    byte[] clip = clip(250);
    VideoSource source =
        serve(
            "clip.mp4",
            (exchange, i) -> {
              if (i == 1) {
                exchange.sendResponseHeaders(503, -1);
              } else {
                sendFile(exchange, clip, i == 0 ? clip.length * 2 / 3 : clip.length);
              }
            });
    try (Video video = Video.open(source, SOON)) {
      assertEquals(upTo(250), numbers(video));
    }
    assertTrue(requests.get() >= 3, "requests " + requests);
  }

  @Test
  void whatDoesNotComeBackIsGivenUpClearly() throws IOException {
    byte[] clip = clip(250);
    VideoSource source =
        serve(
            "clip.mp4",
            (exchange, i) -> {
              if (i == 0) {
                sendFile(exchange, clip, clip.length * 2 / 3);
              } else {
                exchange.sendResponseHeaders(404, -1);
              }
            });
    try (Video video = Video.open(source, SOON)) {
      String message =
          assertThrows(UncheckedIOException.class, () -> numbers(video)).getCause().getMessage();
      assertTrue(message.startsWith(source.title() + ": stopped after "), message);
      assertTrue(message.contains("did not come back in 3 tries"), message);
      assertTrue(message.contains("404"), message);
    }
  }

  @Test
  void whatIsLiveGoesOnWithWhatComesThen() throws IOException {
    int[][] sizes = new int[20][];
    Arrays.fill(sizes, new int[] {64, 48});
    byte[] jpegs = Clips.jpegs(folder, sizes);
    VideoSource source =
        serve(
            "live.mjpeg",
            (exchange, i) -> {
              if (i > 2) {
                exchange.sendResponseHeaders(503, -1);
                return;
              }
              exchange.sendResponseHeaders(200, 0); // chunks, no length
              exchange.getResponseBody().write(jpegs);
              exchange.getResponseBody().close();
            });
    List<Double> times = new ArrayList<>();
    try (Video video = Video.open(source, SOON)) {
      assertTrue(video.format().isLive());
      String message =
          assertThrows(
                  UncheckedIOException.class,
                  () -> video.forEach(frame -> times.add(frame.seconds())))
              .getCause()
              .getMessage();
      assertTrue(message.contains("stopped after 60 frames"), message);
    }
    for (int i = 1; i < times.size(); i++) {
      assertTrue(times.get(i) > times.get(i - 1), "times ascend " + times);
    }
  }

  @Test
  void anInterruptEndsAWait() throws IOException {
    byte[] clip = clip(250);
    VideoSource source =
        serve(
            "clip.mp4",
            (exchange, i) -> {
              sendFile(exchange, clip, clip.length * 2 / 3);
              await();
            });
    try (Video video = Video.open(source, SOON)) {
      threads.submit(
          () -> {
            Thread.sleep(500);
            video.interrupt();
            return null;
          });
      int frames = assertTimeoutPreemptively(Duration.ofSeconds(8), () -> numbers(video).size());
      assertTrue(frames < 250, "frames " + frames);
    }
  }

  private void await() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aServerThatIsNotThereIsNamed() {
    int port = server.getAddress().getPort();
    server.start();
    server.stop(0);
    String address = "http://localhost:" + port + "/clip.mp4";
    String message =
        assertThrows(IOException.class, () -> Video.open(address).close()).getMessage();
    assertEquals(address + ": cannot be opened, Connection refused", message);
  }
}
