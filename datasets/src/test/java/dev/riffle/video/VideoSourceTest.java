package dev.riffle.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VideoSourceTest {

  private static VideoSource of(String text) {
    return VideoSource.of(text).orElseThrow();
  }

  @Test
  void numbersAreCamerasSchemesAddressesAndEndingsClips() {
    assertEquals(new VideoSource.Camera(0), of("0"));
    assertEquals(new VideoSource.Address("rtsp://host/1"), of("rtsp://host/1"));
    assertEquals(new VideoSource.Clip(Path.of("a/Clip.MP4")), of("a/Clip.MP4"));
    assertEquals(new VideoSource.Clip(Path.of("/a/b.mkv")), of("file:///a/b.mkv"));
    String[] none = {
      "a.jpg",
      "./0",
      "folder",
      "*.mp4",
      "C:\\a.png",
      "mp4",
      "",
      "file://host/a.mp4",
      "file:///a b.mp4"
    };
    for (String other : none) {
      assertEquals(Optional.empty(), VideoSource.of(other), other);
    }
  }

  @Test
  void clipsMadeOfThemHaveNames() {
    assertEquals("camera-2", of("2").stem());
    assertEquals("street.day", of("a/street.day.mp4").stem());
    assertEquals("live", of("http://host:80/a/live.m3u8?token=1#x").stem());
    assertEquals("Channels-101", of("rtsp://me:secret@10.0.0.1:554/Channels%101/").stem());
    assertEquals("10.0.0.1-554", of("rtsp://me:secret@10.0.0.1:554/").stem());
  }

  @Test
  void passwordsAreNotTold() {
    String title = of("rtsp://me:secret@host/1").title();
    assertFalse(title.contains("secret"), title);
    assertEquals("rtsp://host/1", title);
    assertEquals("http://host/a@b", of("http://host/a@b").title());
    assertEquals("rtsp://host/1", of("rtsp://me:p@ss@host/1").title());
    assertEquals("host", of("rtsp://me:p@ss@host").stem());
  }
}
