package dev.riffle.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.riffle.image.Picture;
import dev.riffle.image.input.ChannelOrder;
import dev.riffle.image.input.Fit;
import dev.riffle.image.input.Planes;
import dev.riffle.image.input.Preprocess;
import java.awt.Color;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ToneTest {
  private static final RandomGenerator MOST = () -> -1L;
  private static final int SIDE = 4;

  private static Preprocess preprocess(ChannelOrder order) {
    return new Preprocess(
        SIDE,
        SIDE,
        Fit.STRETCH,
        List.of(103.53f, 116.28f, 123.675f),
        List.of(57.375f, 57.12f, 58.395f),
        order);
  }

  private static byte[] noise() {
    byte[] bgr = new byte[3 * SIDE * SIDE];
    new Random(2).nextBytes(bgr);
    return bgr;
  }

  /** The input, as samples from 0 to 255 and beyond: {@code [y][x][blue green red]}. */
  private static float[] toned(byte[] bgr, Tone tone, ChannelOrder order) {
    Preprocess preprocess = preprocess(order);
    Planes planes = Planes.of(3, SIDE, SIDE);
    try (Picture picture = Picture.of(SIDE, SIDE, bgr);
        Canvas canvas = new Canvas()) {
      canvas.clear(SIDE, SIDE);
      canvas.draw(picture, preprocess.warp(SIDE, SIDE), 0, 0);
      canvas.write(SIDE, SIDE, tone, preprocess, planes);
    }
    float[] samples = new float[bgr.length];
    for (int i = 0; i < samples.length; i++) {
      int channel = order == ChannelOrder.BGR ? i % 3 : 2 - i % 3;
      float value = planes.data()[planes.offsets()[channel] + i / 3];
      samples[i] = value * preprocess.std().get(channel) + preprocess.mean().get(channel);
    }
    return samples;
  }

  @Test
  void withoutChangeItIsTheDetectorsInput() {
    byte[] bgr = noise();
    Preprocess preprocess = preprocess(ChannelOrder.RGB);
    Planes planes = Planes.of(3, SIDE, SIDE);
    try (Picture picture = Picture.of(SIDE, SIDE, bgr);
        Canvas canvas = new Canvas()) {
      canvas.clear(SIDE, SIDE);
      canvas.draw(picture, preprocess.warp(SIDE, SIDE), 0, 0);
      canvas.write(SIDE, SIDE, Tone.PLAIN, preprocess, planes);
      assertArrayEquals(preprocess.apply(picture).data(), planes.data(), 1e-6f);
    }
  }

  // Against the JDK's own way to hue, saturation and value and back.
  @Test
  void saturatingIsThatOfHueSaturationValue() {
    byte[] bgr = noise();
    Tone tone = new Colour(0, List.of(1.0, 1.0), List.of(0.5, 0.5)).draw(MOST);
    float[] samples = toned(bgr, tone, ChannelOrder.BGR);
    for (int i = 0; i < bgr.length; i += 3) {
      float[] hsv = Color.RGBtoHSB(bgr[i + 2] & 0xff, bgr[i + 1] & 0xff, bgr[i] & 0xff, null);
      Color expected = new Color(Color.HSBtoRGB(hsv[0], hsv[1] * 0.5f, hsv[2]));
      assertEquals(expected.getBlue(), samples[i], 1);
      assertEquals(expected.getGreen(), samples[i + 1], 1);
      assertEquals(expected.getRed(), samples[i + 2], 1);
    }
  }

  @Test
  void brightnessIsAddedBeforeContrastMultiplies() {
    byte[] bgr = noise();
    Tone tone = new Colour(0.2, List.of(1.4, 1.4), List.of(1.0, 1.0)).draw(MOST);
    float[] samples = toned(bgr, tone, ChannelOrder.RGB);
    for (int i = 0; i < bgr.length; i++) {
      assertEquals(1.4 * ((bgr[i] & 0xff) + 51), samples[i], 1e-3);
    }
  }

  // Step by step as torchvision's ColorJitter, which would also cut off and round.
  @Test
  void classificationLightensThenContrastsThenSaturates() {
    byte[] bgr = noise();
    ClassificationAugmentation changes =
        new ClassificationAugmentation(List.of(1.0, 1.0), List.of(1.0, 1.0), 0, 0.4, 0.3, 0.2);
    Tone tone;
    try (Picture picture = Picture.of(SIDE, SIDE, bgr);
        Canvas canvas = new Canvas()) {
      canvas.clear(SIDE, SIDE);
      changes.draw(picture, canvas, MOST);
      tone = changes.tone(canvas, MOST);
    }
    double[] steps = new double[bgr.length];
    double mean = 0;
    for (int i = 0; i < steps.length; i++) {
      steps[i] = 1.4 * (bgr[i] & 0xff);
      mean += steps[i] * new double[] {0.114, 0.587, 0.299}[i % 3] / (SIDE * SIDE);
    }
    for (int i = 0; i < steps.length; i++) {
      steps[i] = mean + 1.3 * (steps[i] - mean);
    }
    float[] samples = toned(bgr, tone, ChannelOrder.BGR);
    for (int i = 0; i < steps.length; i++) {
      int pixel = i / 3 * 3;
      double grey = 0.114 * steps[pixel] + 0.587 * steps[pixel + 1] + 0.299 * steps[pixel + 2];
      assertEquals(grey + 1.2 * (steps[i] - grey), samples[i], 1e-3);
    }
  }
}
