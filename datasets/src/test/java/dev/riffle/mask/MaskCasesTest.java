package dev.riffle.mask;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import dev.riffle.testing.Shared;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Against what pycocotools 2.0.11 gave for the same polygons and masks. */
class MaskCasesTest {
  private record Case(
      String note,
      int h,
      int w,
      double[][] polys,
      String[] parts,
      String counts,
      int[] runs,
      long area,
      double[] bbox) {}

  private record Overlaps(int h, int w, String[] dt, String[] gt, int[] iscrowd, double[][] iou) {}

  @Test
  void polygonsAreDrawnAsPycocotoolsDoes() throws IOException {
    Case[] cases = read("mask_cases.json", Case[].class);
    assertTrue(cases.length > 900);
    for (Case each : cases) {
      Rle mask = Polygons.rasterise(each.polys, each.h, each.w);
      assertArrayEquals(each.runs, mask.runs(), each.note);
      assertEquals(each.counts, mask.encode(), each.note);
      for (int i = 0; i < each.polys.length; i++) {
        Rle part = Polygons.rasterise(new double[][] {each.polys[i]}, each.h, each.w);
        assertEquals(each.parts[i], part.encode(), each.note + ", part " + i);
      }
    }
  }

  @Test
  void textsAreaAndBoxAreAsInPycocotools() throws IOException {
    for (Case each : read("mask_cases.json", Case[].class)) {
      Rle mask = decode(each.h, each.w, each.counts);
      assertArrayEquals(each.runs, mask.runs(), each.note);
      assertEquals(each.counts, mask.encode(), each.note);
      assertEquals(each.area, mask.area(), each.note);
      assertArrayEquals(each.bbox, mask.box(), each.note);
    }
  }

  @Test
  void overlapsAreBitForBitAsInPycocotools() throws IOException {
    Overlaps[] cases = read("mask_iou_cases.json", Overlaps[].class);
    assertEquals(300, cases.length);
    int crowds = 0;
    int cut = 0;
    for (Overlaps each : cases) {
      for (int d = 0; d < each.dt.length; d++) {
        for (int g = 0; g < each.gt.length; g++) {
          Spans detection = Spans.of(decode(each.h, each.w, each.dt[d]));
          Spans truth = Spans.of(decode(each.h, each.w, each.gt[g]));
          boolean crowd = each.iscrowd[g] != 0;
          double expected = each.iou[d][g];
          assertEquals(expected, MaskOverlap.of(detection, truth, crowd, MaskOverlap.EXACT));
          double lowest = 0.25;
          double quick = MaskOverlap.of(detection, truth, crowd, lowest);
          assertTrue(quick == expected || quick == 0 && expected < lowest);
          crowds += crowd && expected > 0 ? 1 : 0;
          cut += quick != expected ? 1 : 0;
        }
      }
    }
    assertTrue(crowds > 0, "no crowd among the cases");
    assertTrue(cut > 0, "no case in which the short cut does anything");
  }

  private static Rle decode(int height, int width, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return Rle.decode(height, width, bytes, 0, bytes.length);
  }

  private static <T> T read(String name, Class<T> type) throws IOException {
    String path = "coco-eval/masks/" + name;
    return new Gson().fromJson(Files.readString(Shared.path(path)), type);
  }
}
