package dev.riffle.video;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where frames come from: a file, an address, a camera. */
public sealed interface VideoSource {

  /** What messages call it; an address without its password. */
  String title();

  /** What a clip made of it may be called, without an ending. */
  String stem();

  /** A file. */
  record Clip(Path path) implements VideoSource {
    private static final List<String> ENDINGS =
        List.of(
            "mp4", "m4v", "mov", "mkv", "webm", "avi", "mpg", "mpeg", "ts", "mts", "m2ts", "wmv",
            "flv", "3gp", "ogv", "gif", "mjpeg", "h264");

    @Override
    public String title() {
      return path.toString();
    }

    @Override
    public String stem() {
      String name = String.valueOf(path.getFileName());
      int dot = name.lastIndexOf('.');
      return dot > 0 ? name.substring(0, dot) : name;
    }

    private static boolean isClipName(String text) {
      int dot = text.lastIndexOf('.');
      return ENDINGS.contains(text.substring(dot + 1).toLowerCase(Locale.ROOT)) && dot >= 0;
    }
  }

  /** Something that FFmpeg reads from a network, {@code rtsp://camera/1}. */
  record Address(String address) implements VideoSource {
    private static final Pattern SCHEME = Pattern.compile("([a-z][a-z0-9+.-]+)://.+");
    // Up to the last @, as FFmpeg reads it: some passwords have one themselves.
    private static final Pattern SECRET = Pattern.compile("(?<=://)[^/?#]*@");

    @Override
    public String title() {
      return SECRET.matcher(address).replaceFirst("");
    }

    // http://host/a/b.m3u8?x is b; rtsp://host/ is host.
    @Override
    public String stem() {
      String rest = title().substring(title().indexOf("://") + 3).replaceFirst("[?#].*", "");
      String last = rest.replaceFirst("/+$", "").replaceFirst(".*/", "");
      int dot = last.lastIndexOf('.');
      boolean isHost = rest.startsWith(last);
      String stem = dot > 0 && !isHost ? last.substring(0, dot) : last;
      return stem.replaceAll("[^\\p{L}\\p{N}._-]", "-");
    }
  }

  /** A camera of this machine, counted from 0. */
  record Camera(int index) implements VideoSource {
    @Override
    public String title() {
      return "camera " + index;
    }

    @Override
    public String stem() {
      return "camera-" + index;
    }
  }

  /**
   * What a user means: a number is a camera ({@code ./0} would be a file), what has a scheme an
   * address, what ends as clips do a clip. Nothing if it is none of these, or an address of a file
   * that is not of this machine or not well-formed.
   */
  static Optional<VideoSource> of(String text) {
    if (text.matches("[0-9]{1,4}")) {
      return Optional.of(new Camera(Integer.parseInt(text)));
    }
    Matcher scheme = Address.SCHEME.matcher(text);
    if (scheme.matches()) {
      return scheme.group(1).equals("file") ? local(text) : Optional.of(new Address(text));
    }
    boolean isGlob = text.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    try {
      return Clip.isClipName(text) && (!isGlob || Path.of(text).toFile().exists())
          ? Optional.of(new Clip(Path.of(text)))
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty(); // a glob, where a path may have no *
    }
  }

  private static Optional<VideoSource> local(String address) {
    try {
      return Optional.of(new Clip(Path.of(URI.create(address))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
