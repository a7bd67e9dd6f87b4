package dev.riffle.image.draw;

import dev.riffle.box.Box;
import dev.riffle.box.Categories;
import dev.riffle.box.Detection;
import dev.riffle.image.Picture;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Point;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.imgproc.Imgproc;

/**
 * Draws what was found: a frame in the class's colour and a tag such as {@code person 0.87}. Lines
 * and letters grow with the picture.
 *
 * @param categories the names of the classes
 */
public record Drawing(Categories categories) {
  // Capitals below this many pixels cannot be read.
  private static final int SMALLEST_CAPITAL = 5;

  /**
   * Draws into the picture: frames, the surer the later, and then tags where there is room.
   *
   * @throws IndexOutOfBoundsException if a detection's class is none of the categories
   */
  public void draw(Picture picture, List<Detection> detections) {
    drawLabelled(picture, detections.stream().map(this::labelled).toList());
  }

  /** A detection with its class's name and colour. */
  public Labelled labelled(Detection detection) {
    String name = categories.get(detection.category()).name();
    return new Labelled(detection, name, detection.category());
  }

  /**
   * The same, with the detection's number among those that are followed: {@code person #3 0.87}, in
   * a colour of its own.
   */
  public Labelled numbered(Detection detection, long track) {
    String name = categories.get(detection.category()).name() + " #" + track;
    return new Labelled(detection, name, (int) (track % Integer.MAX_VALUE));
  }

  /** Draws what has names and colours already. */
  public void drawLabelled(Picture picture, List<Labelled> labelled) {
    List<Labelled> ascending =
        labelled.stream().sorted(Comparator.comparing(one -> one.detection().score())).toList();
    for (Labelled one : ascending) {
      frame(picture, one);
    }
    // The surest choose their places first.
    List<Rect> taken = new ArrayList<>();
    for (int i = ascending.size() - 1; i >= 0; i--) {
      tag(picture, ascending.get(i), taken);
    }
  }

  /** What a tag says, {@code person 0.87}; without a score that is not a number. */
  public String label(Detection detection) {
    return label(categories.get(detection.category()).name(), detection);
  }

  // What is known, rather than found, has no score.
  private static String label(String name, Detection detection) {
    return Float.isNaN(detection.score())
        ? name
        : name + String.format(Locale.ROOT, " %.2f", detection.score());
  }

  // As if the picture were square: 2 pixels of line at 640x480, 28 at 8000x6000.
  private static int thickness(Picture picture) {
    return Math.max(1, (int) Math.round(side(picture) / 250));
  }

  private static double side(Picture picture) {
    return Math.sqrt((double) picture.width() * picture.height());
  }

  // Colour with a thin line of its opposite around it, so that it shows on any ground.
  private static void frame(Picture picture, Labelled one) {
    int[] colour = Palette.bgr(one.colour());
    int thickness = thickness(picture);
    int edge = Math.max(1, thickness / 3);
    Rect outer = pixels(picture, one.detection().box());
    int opposite = Palette.isLight(colour) ? 0 : 255;
    boolean hasEdge = Math.min(outer.width, outer.height) > 4 * (thickness + edge);
    if (hasEdge) {
      ring(picture, outer, edge, new Scalar(opposite, opposite, opposite));
      outer = inset(outer, edge);
    }
    ring(picture, outer, thickness, new Scalar(colour[0], colour[1], colour[2]));
  }

  // The pixels that the box touches, at least one, within the picture.
  private static Rect pixels(Picture picture, Box box) {
    Box clipped = box.clipped(picture.width(), picture.height());
    int left = Math.min((int) clipped.left(), picture.width() - 1);
    int top = Math.min((int) clipped.top(), picture.height() - 1);
    int right = Math.max(left + 1, (int) Math.ceil(clipped.right()));
    int bottom = Math.max(top + 1, (int) Math.ceil(clipped.bottom()));
    return new Rect(left, top, right - left, bottom - top);
  }

  private static Rect inset(Rect rect, int by) {
    return new Rect(rect.x + by, rect.y + by, rect.width - 2 * by, rect.height - 2 * by);
  }

  // Four bars, inside the rectangle.
  private static void ring(Picture picture, Rect rect, int thickness, Scalar colour) {
    int across = Math.min(thickness, rect.width);
    int down = Math.min(thickness, rect.height);
    int right = rect.x + rect.width;
    int bottom = rect.y + rect.height;
    fill(picture, rect.x, rect.y, right, rect.y + down, colour);
    fill(picture, rect.x, bottom - down, right, bottom, colour);
    fill(picture, rect.x, rect.y, rect.x + across, bottom, colour);
    fill(picture, right - across, rect.y, right, bottom, colour);
  }

  private static void fill(
      Picture picture, int left, int top, int right, int bottom, Scalar colour) {
    Imgproc.rectangle(
        picture.mat(),
        new Point(left, top),
        new Point(right - 1, bottom - 1),
        colour,
        Imgproc.FILLED);
  }

  // Never outside the picture; in one too small for letters, or too crowded, there is none.
  private void tag(Picture picture, Labelled one, List<Rect> taken) {
    Detection detection = one.detection();
    String text = label(one.name(), detection);
    String ascii = label("class " + detection.category(), detection);
    int capital = (int) Math.max(7, Math.round(side(picture) / 50));
    Lettering letters = Lettering.of(text, ascii, capital);
    while (letters.width() + 2 * margin(capital) > picture.width() && capital > SMALLEST_CAPITAL) {
      int fitting = capital * picture.width() / (letters.width() + 2 * margin(capital));
      capital = Math.max(SMALLEST_CAPITAL, Math.min(capital - 1, fitting));
      letters = Lettering.of(text, ascii, capital);
    }
    int margin = margin(capital);
    int width = Math.min(picture.width(), letters.width() + 2 * margin);
    int height = letters.height() + margin;
    if (height * 2 > picture.height() || width < 4 * capital) {
      return;
    }
    Rect tag = place(picture, pixels(picture, detection.box()), width, height, taken);
    if (tag == null) {
      return;
    }
    taken.add(tag);
    byte[] bgr = tagPixels(letters, margin, width, height, Palette.bgr(one.colour()));
    Mat pixels = new Mat(height, width, CvType.CV_8UC3);
    Mat place = picture.mat().submat(tag);
    try {
      pixels.put(0, 0, bgr);
      pixels.copyTo(place);
    } finally {
      place.release();
      pixels.release();
    }
  }

  // Above the frame, else inside it at the top, else below it: the first that covers no other tag;
  // null where each does.
  private static Rect place(Picture picture, Rect box, int width, int height, List<Rect> taken) {
    int left = Math.max(0, Math.min(box.x, picture.width() - width));
    for (int top : new int[] {box.y - height, box.y, box.y + box.height}) {
      Rect place = new Rect(left, top, width, height);
      boolean isInside = top >= 0 && top + height <= picture.height();
      if (isInside && taken.stream().noneMatch(other -> meet(place, other))) {
        return place;
      }
    }
    return null;
  }

  private static boolean meet(Rect a, Rect b) {
    return a.x < b.x + b.width
        && b.x < a.x + a.width
        && a.y < b.y + b.height
        && b.y < a.y + a.height;
  }

  private static int margin(int capital) {
    return Math.max(1, capital / 4);
  }

  // Ink over ground; what is too wide is cut off on the right.
  private static byte[] tagPixels(
      Lettering letters, int margin, int width, int height, int[] ground) {
    int ink = Palette.isLight(ground) ? 0 : 255;
    byte[] bgr = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int column = x - margin;
        int row = y - margin / 2;
        boolean isLetters =
            column >= 0 && column < letters.width() && row >= 0 && row < letters.height();
        int cover = isLetters ? letters.ink()[row * letters.width() + column] & 0xff : 0;
        for (int c = 0; c < 3; c++) {
          bgr[3 * (y * width + x) + c] =
              (byte) ((ground[c] * (255 - cover) + ink * cover + 127) / 255);
        }
      }
    }
    return bgr;
  }
}
