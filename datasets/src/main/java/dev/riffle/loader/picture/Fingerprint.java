package dev.riffle.loader.picture;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of lines of text. */
public final class Fingerprint {
  private final MessageDigest digest;

  /** Of no lines yet. */
  public Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every Java has it
    }
  }

  public void add(String line) {
    digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Of the lines so far, which then are forgotten: 64 hexadecimal digits. */
  public String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
