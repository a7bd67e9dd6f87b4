package dev.riffle.image.draw;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.text.Normalizer;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Point;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * A line of text as ink.
 *
 * @param ink {@code [height][width]}, how much of each pixel letters cover, 0 to 255
 */
record Lettering(int width, int height, byte[] ink) {
  private static final int FACE = Imgproc.FONT_HERSHEY_SIMPLEX;
  // Heights of capitals: of OpenCV's letters at scale 1, and of a common font over its size.
  private static final double FACE_CAPITAL = 21;
  private static final double FONT_CAPITAL = 0.72;

  /**
   * Letters whose capitals are so many pixels high. OpenCV knows only ASCII; other text is drawn
   * with the system's fonts. Where they lack it, or there are none, its letters lose their marks,
   * and where even that is not ASCII, the other text stands in.
   *
   * @param ascii what stands in, of ASCII
   */
  static Lettering of(String text, String ascii, int capital) {
    if (isAscii(text)) {
      return drawnByOpenCv(text, capital);
    }
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, (int) Math.round(capital / FONT_CAPITAL));
    if (canDisplay(font, text)) {
      return drawnWithFont(text, font, capital);
    }
    String plain = withoutMarks(text);
    return drawnByOpenCv(isAscii(plain) ? plain : ascii, capital);
  }

  private static boolean canDisplay(Font font, String text) {
    try {
      return font.canDisplayUpTo(text) < 0;
    } catch (LinkageError | InternalError | RuntimeException e) {
      return false; // a Java without a font system says so in any of these ways
    }
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }

  /** Letters without their marks, {@code köpek} as {@code kopek}. */
  static String withoutMarks(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKD)
        .replaceAll("\\p{Mn}", "")
        .replace("ı", "i")
        .replace("ß", "ss")
        .replace("æ", "ae")
        .replace("ø", "o")
        .replace("ł", "l")
        .replace("đ", "d");
  }

  private static Lettering drawnByOpenCv(String text, int capital) {
    double scale = capital / FACE_CAPITAL;
    int thickness = Math.max(1, (int) Math.round(capital / 9.0));
    int[] below = new int[1];
    Size size = Imgproc.getTextSize(text, FACE, scale, thickness, below);
    int width = Math.max(1, (int) size.width);
    // Letters such as g reach a third of a capital below the line.
    int height = capital + 2 * thickness + (int) Math.ceil(capital * 0.35);
    Mat mat = Mat.zeros(height, width, CvType.CV_8UC1);
    try {
      Imgproc.putText(
          mat,
          text,
          new Point(0, capital + thickness),
          FACE,
          scale,
          new Scalar(255),
          thickness,
          Imgproc.LINE_AA);
      byte[] ink = new byte[width * height];
      mat.get(0, 0, ink);
      return new Lettering(width, height, ink);
    } finally {
      mat.release();
    }
  }

  private static Lettering drawnWithFont(String text, Font font, int capital) {
    TextLayout layout = new TextLayout(text, font, new FontRenderContext(null, true, true));
    Rectangle2D bounds = layout.getBounds();
    int above = Math.max(capital, (int) Math.ceil(-bounds.getY())) + 1;
    int below = Math.max((int) Math.ceil(capital * 0.35), (int) Math.ceil(bounds.getMaxY())) + 1;
    int left = (int) Math.ceil(Math.max(0, -bounds.getX()));
    int width =
        left + Math.max(1, (int) Math.ceil(Math.max(layout.getAdvance(), bounds.getMaxX())));
    BufferedImage image = new BufferedImage(width, above + below, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      layout.draw(graphics, left, above);
    } finally {
      graphics.dispose();
    }
    byte[] ink = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    return new Lettering(width, above + below, ink);
  }
}
