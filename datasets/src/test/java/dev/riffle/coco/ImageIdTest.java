package dev.riffle.coco;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageIdTest {

  @ParameterizedTest
  @CsvSource({
    "000000000785.jpg, 785",
    "2017/val/COCO_val2014_000000000042.jpg, 42",
    "0.png, 0",
    "785, 785",
    "frame-12b.jp2, 12",
    "123456789012345678.jpg, 123456789012345678",
    "1234567890123456789.jpg, \"1234567890123456789\"",
    "holiday.mp4, \"holiday\"",
    "a.b.jpg, \"a.b\"",
    ".hidden, \".hidden\"",
    "猫.jpg, \"猫\"",
    "٣.jpg, \"٣\"",
  })
  void theLastRunOfDigitsCounts(String file, String json) {
    assertEquals(json, ImageId.ofFile(Path.of(file)).json());
  }
}
