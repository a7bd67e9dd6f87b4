package dev.riffle.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WeightStoreTest {
  /** SHA-256 of the three letters "abc", from FIPS 180-2. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  private static final FetchListener SILENT = (file, bytes, total) -> {};

  @TempDir Path folder;
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch released = new CountDownLatch(1);
  private final byte[] large = new byte[300_001];
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    new Random(1).nextBytes(large);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    answer("/abc.ckpt", exchange -> send(exchange, 200, bytes("abc")));
    answer("/large.ckpt", exchange -> send(exchange, 200, large));
    answer("/empty.ckpt", exchange -> exchange.sendResponseHeaders(200, -1));
    answer("/absent.ckpt", exchange -> send(exchange, 404, bytes("nothing here")));
    answer(
        "/moved.ckpt",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/abc.ckpt");
          exchange.sendResponseHeaders(302, -1);
        });
    answer("/page.ckpt", exchange -> send(exchange, 200, bytes("\n<!DOCTYPE html><p>Sure?")));
    answer(
        "/short.ckpt",
        exchange -> {
          exchange.sendResponseHeaders(200, large.length + 10);
          exchange.getResponseBody().write(large);
        });
    answer(
        "/slow.ckpt",
        exchange -> {
          exchange.sendResponseHeaders(200, 2 * large.length);
          exchange.getResponseBody().write(large);
          exchange.getResponseBody().flush();
          await(released);
        });
    server.start();
  }

  @AfterEach
  void stop() {
    released.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private void answer(String path, Answer answer) {
    server.createContext(
        path,
        exchange -> {
          asked.incrementAndGet();
          try (exchange) {
            answer.to(exchange);
          }
        });
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private String url(String file) {
    return "http://"
        + server.getAddress().getAddress().getHostAddress()
        + ":"
        + server.getAddress().getPort()
        + "/"
        + file;
  }

  private WeightSource source(String file, String... sha256) {
    return new WeightSource(url(file), Stream.of(sha256).findFirst(), Optional.empty());
  }

  private Path cache() {
    return folder.resolve("cache/riffle");
  }

  private WeightStore store(String... more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return new WeightStore(environment, false);
  }

  private Path find(WeightSource source) throws IOException {
    return store().find(Optional.empty(), "model", Optional.of(source), SILENT);
  }

  private String refusal(WeightStore store, Optional<WeightSource> source) {
    String message =
        assertThrows(IOException.class, () -> store.find(Optional.empty(), "model", source, SILENT))
            .getMessage();
    assertFalse(message.contains("\n"), message);
    return message;
  }

  private String refusal(WeightSource source) throws IOException {
    String message = refusal(store(), Optional.of(source));
    assertEquals(List.of(), cached());
    return message;
  }

  private List<String> cached() throws IOException {
    if (!Files.exists(cache())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(cache())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private Path write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  @Test
  void whatIsFetchedIsChecked() throws IOException {
    Path found = find(source("abc.ckpt", ABC));
    assertEquals(cache().resolve("abc.ckpt"), found);
    assertEquals("abc", Files.readString(found));
    assertEquals(List.of("abc.ckpt"), cached());
  }

  @Test
  void theBeginningOfAHashAndNoHashDo() throws IOException {
    assertEquals("abc", Files.readString(find(source("abc.ckpt", ABC.substring(0, 8)))));
    assertArrayEquals(large, Files.readAllBytes(find(source("large.ckpt"))));
  }

  @Test
  void aFileMayHaveANameOfItsOwn() throws IOException {
    WeightSource source =
        new WeightSource(url("abc.ckpt?id=7"), Optional.empty(), Optional.of("seven.pth"));
    assertEquals(cache().resolve("seven.pth"), find(source));
  }

  @Test
  void progressEndsAtTheTotal() throws IOException {
    List<Long> seen = new ArrayList<>();
    store()
        .find(
            Optional.empty(),
            "model",
            Optional.of(source("large.ckpt")),
            (file, bytes, total) -> {
              assertEquals("large.ckpt", file);
              assertEquals(large.length, total);
              seen.add(bytes);
            });
    assertEquals(0, seen.get(0));
    assertEquals(large.length, seen.get(seen.size() - 1));
    assertEquals(seen.stream().sorted().toList(), seen);
  }

  @Test
  void theCacheIsAskedFirst() throws IOException {
    find(source("abc.ckpt", ABC));
    find(source("abc.ckpt", ABC));
    assertEquals(1, asked.get());
  }

  @Test
  void redirectionsAreFollowed() throws IOException {
    Path found = find(source("moved.ckpt", ABC));
    assertEquals(cache().resolve("moved.ckpt"), found);
    assertEquals(2, asked.get());
  }

  @Test
  void anErrorOfTheServerIsTold() throws IOException {
    assertEquals(
        url("absent.ckpt")
            + ": expected status 200, found 404; by hand the file goes to "
            + cache().resolve("absent.ckpt"),
        refusal(source("absent.ckpt")));
  }

  @Test
  void anotherHashIsTold() throws IOException {
    String other = ABC.replace('a', 'b');
    String message = refusal(source("abc.ckpt", other));
    assertTrue(
        message.contains(
            ": sha256: expected " + other + ", found " + ABC + "; the file was deleted"),
        message);
  }

  @Test
  void aFileCutShortIsTold() throws IOException {
    String message = refusal(source("short.ckpt"));
    assertTrue(message.matches(".*/short\\.ckpt: broke off after \\d+ bytes: .*"), message);
  }

  @Test
  void anEmptyAnswerIsTold() throws IOException {
    String message = refusal(source("empty.ckpt"));
    assertTrue(message.contains("expected a checkpoint, found nothing"), message);
  }

  @Test
  void aPageIsTold() throws IOException {
    String message = refusal(source("page.ckpt"));
    assertTrue(message.contains("expected a checkpoint, found an HTML page"), message);
    assertTrue(message.endsWith("goes to " + cache().resolve("page.ckpt")), message);
  }

  @Test
  void aServerThatIsNotThereIsTold() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }
    for (String host : List.of("127.0.0.1:" + port, "riffle.invalid")) {
      String address = "http://" + host + "/a.ckpt";
      String message = refusal(new WeightSource(address, Optional.empty(), Optional.empty()));
      assertTrue(message.startsWith(address + ": cannot be reached"), message);
    }
  }

  @Test
  void aServerThatRefusesEncryptionIsTold() throws Exception {
    // A fatal alert of TLS, handshake_failure (40).
    byte[] alert = {0x15, 3, 3, 0, 2, 2, 40};
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      threads.submit(
          () -> {
            try (Socket socket = plain.accept()) {
              socket.getInputStream().read(); // the client speaks first
              socket.getOutputStream().write(alert);
              return socket.getInputStream().readAllBytes();
            }
          });
      String address = "https://127.0.0.1:" + plain.getLocalPort() + "/abc.ckpt";
      String message = refusal(new WeightSource(address, Optional.empty(), Optional.empty()));
      assertTrue(message.startsWith(address + ": no secure connection: "), message);
    }
  }

  @Test
  void aServerFallenSilentIsTold() throws IOException {
    Path target = Files.createDirectories(cache()).resolve("slow.ckpt");
    Fetch fetch = new Fetch(source("slow.ckpt"), target, SILENT, Duration.ofSeconds(1));
    String message = assertThrows(IOException.class, fetch::run).getMessage();
    assertTrue(message.contains(": no answer in time: nothing came for 1 s;"), message);
    assertEquals(List.of(), cached());
  }

  @Test
  void anInterruptedFetchLeavesNothing() throws Exception {
    AtomicReference<Exception> end = new AtomicReference<>();
    CountDownLatch begun = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              try {
                store()
                    .find(
                        Optional.empty(),
                        "model",
                        Optional.of(source("slow.ckpt")),
                        (file, bytes, total) -> {
                          if (bytes == large.length) {
                            begun.countDown();
                          }
                        });
              } catch (IOException e) {
                end.set(e);
              }
            });
    thread.start();
    assertTrue(begun.await(30, TimeUnit.SECONDS));
    assertEquals(1, cached().size());
    thread.interrupt();
    thread.join(10_000);
    assertFalse(thread.isAlive());
    assertEquals(url("slow.ckpt") + ": interrupted", end.get().getMessage());
    assertEquals(List.of(), cached());
  }

  @Test
  void fetchesAtOnceDoNoHarm() throws Exception {
    CountDownLatch together = new CountDownLatch(1);
    Callable<Path> fetch =
        () -> {
          together.await();
          return find(source("large.ckpt"));
        };
    List<Future<Path>> found = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      found.add(threads.submit(fetch));
    }
    together.countDown();
    for (Future<Path> each : found) {
      assertArrayEquals(large, Files.readAllBytes(each.get()));
    }
    assertEquals(List.of("large.ckpt"), cached());
  }

  @Test
  void aCacheThatCannotBeWrittenIsTold() throws IOException {
    Path file = write("cache", "a file where the folder should be");
    String message = refusal(store(), Optional.of(source("abc.ckpt")));
    assertTrue(message.startsWith("cannot write to " + file.resolve("riffle")), message);
    assertTrue(message.contains("XDG_CACHE_HOME"), message);
    assertEquals(0, asked.get());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void offlineNothingIsFetched(boolean byVariable) throws IOException {
    WeightStore store =
        byVariable
            ? store("RIFFLE_OFFLINE", "1")
            : new WeightStore(store("RIFFLE_OFFLINE", "0").environment(), true);
    Optional<WeightSource> source = Optional.of(source("abc.ckpt"));
    assertEquals(
        "model: weights not found, and offline nothing is fetched; put "
            + url("abc.ckpt")
            + " at "
            + cache().resolve("abc.ckpt"),
        refusal(store, source));
    Path there = write("cache/riffle/abc.ckpt", "by hand");
    assertEquals(there, store.find(Optional.empty(), "model", source, SILENT));
    assertEquals(0, asked.get());
  }

  @Test
  void offlineIsOneOrNothing() {
    assertThrows(IllegalArgumentException.class, () -> store("RIFFLE_OFFLINE", "perhaps"));
  }

  @Test
  void theUsersFileIsTheOnlyOneLookedAt() throws IOException {
    Path given = write("mine.ckpt", "mine");
    write("cache/riffle/abc.ckpt", "cached");
    Optional<WeightSource> source = Optional.of(source("abc.ckpt"));
    assertEquals(given, store().find(Optional.of(given), "model", source, SILENT));
    Files.delete(given);
    IOException absent =
        assertThrows(
            IOException.class, () -> store().find(Optional.of(given), "model", source, SILENT));
    assertEquals(given + ": expected a file of weights, found none", absent.getMessage());
    assertThrows(
        IOException.class, () -> store().find(Optional.of(folder), "model", source, SILENT));
  }

  @Test
  void theUsersFolderComesBeforeTheCache() throws IOException {
    Optional<WeightSource> source = Optional.of(source("abc.ckpt"));
    Path cached = write("cache/riffle/abc.ckpt", "cached");
    Path byModel = write("mine/model.pth", "mine");
    WeightStore store = store("RIFFLE_WEIGHTS", folder.resolve("mine").toString());
    assertEquals(byModel, store.find(Optional.empty(), "model", source, SILENT));
    assertEquals(cached, store.find(Optional.empty(), "another", source, SILENT));
    Path byFile = write("mine/abc.ckpt", "mine too");
    assertEquals(byFile, store.find(Optional.empty(), "model", source, SILENT));
    assertEquals(byModel, store.find(Optional.empty(), "model", Optional.empty(), SILENT));
  }

  @Test
  void aFolderThatIsNoneIsTold() {
    Path none = folder.resolve("none");
    assertEquals(
        "RIFFLE_WEIGHTS: expected a folder, found " + none,
        refusal(store("RIFFLE_WEIGHTS", none.toString()), Optional.empty()));
  }

  @Test
  void theCacheIsBelowHomeUnlessSaid() throws IOException {
    Path there = write(".cache/riffle/model.safetensors", "here");
    WeightStore store =
        new WeightStore(Map.of("HOME", folder.toString(), "XDG_CACHE_HOME", ""), true);
    assertEquals(there, store.find(Optional.empty(), "model", Optional.empty(), SILENT));
  }

  @Test
  void aModelWithoutPublishedWeightsSaysSo() {
    assertEquals(
        "model: no weights are published; put them at " + cache().resolve("model.ckpt"),
        refusal(store(), Optional.empty()));
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    Path empty = write("cache/riffle/abc.ckpt", "");
    Optional<WeightSource> source = Optional.of(source("abc.ckpt"));
    assertEquals(
        empty + ": expected weights, found an empty file; remove it", refusal(store(), source));
    assertEquals(Optional.empty(), store().atHand("model", source));
  }

  @Test
  void whatIsAtHandIsKnownWithoutAsking() throws IOException {
    Optional<WeightSource> source = Optional.of(source("abc.ckpt"));
    assertEquals(Optional.empty(), store().atHand("model", source));
    assertEquals(0, asked.get());
    Path found = find(source.get());
    assertEquals(Optional.of(found), store().atHand("model", source));
  }

  @Test
  void aModelsNameLeadsNowhereElse() throws IOException {
    write("cache/secret.ckpt", "not a weight");
    assertEquals(Optional.empty(), store().atHand("../secret", Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://a.org/b.ckpt", "b.ckpt", "http:///b.ckpt", "https://a.org/uc?id=1", "a b"})
  void anAddressMustBeOne(String url) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new WeightSource(url, Optional.empty(), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ba7816b", "BA7816BF", "ba7816bg"})
  void aHashMustBeOne(String sha256) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new WeightSource("http://a.org/b.ckpt", Optional.of(sha256), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "a/b.ckpt", "\\b.ckpt", "../b.ckpt"})
  void aFileNameMustBeOne(String file) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new WeightSource("http://a.org/b.ckpt", Optional.empty(), Optional.of(file)));
  }
}
