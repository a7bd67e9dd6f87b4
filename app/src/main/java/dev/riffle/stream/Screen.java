package dev.riffle.stream;

import dev.riffle.image.Picture;
import java.awt.AWTError;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.GraphicsEnvironment;
import java.awt.HeadlessException;
import java.awt.Rectangle;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import javax.swing.JFrame;
import javax.swing.JPanel;
import javax.swing.SwingUtilities;

/** A window that shows pictures as they come. */
public final class Screen implements AutoCloseable {
  private final JFrame window;
  private final Canvas canvas;

  private Screen(JFrame window, Canvas canvas) {
    this.window = window;
    this.canvas = canvas;
  }

  /**
   * Opens a window, no larger than the screen.
   *
   * @param onClose what is to happen when the user closes it
   * @throws IOException if there is no display
   */
  public static Screen open(String title, int width, int height, Runnable onClose)
      throws IOException {
    Screen[] made = new Screen[1];
    try {
      if (GraphicsEnvironment.isHeadless()) {
        throw new HeadlessException();
      }
      SwingUtilities.invokeAndWait(() -> made[0] = make(title, width, height, onClose));
      return made[0];
    } catch (HeadlessException | AWTError | LinkageError | InvocationTargetException e) {
      throw new IOException("--show: there is no display here to open a window on", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("--show: interrupted", e);
    }
  }

  private static Screen make(String title, int width, int height, Runnable onClose) {
    JFrame window = new JFrame(title);
    Canvas canvas = new Canvas();
    Rectangle room = GraphicsEnvironment.getLocalGraphicsEnvironment().getMaximumWindowBounds();
    double scale = Math.min(1, Math.min(0.9 * room.width / width, 0.9 * room.height / height));
    canvas.setPreferredSize(new Dimension((int) (scale * width), (int) (scale * height)));
    window.add(canvas);
    window.pack();
    window.setDefaultCloseOperation(JFrame.DISPOSE_ON_CLOSE);
    window.addWindowListener(
        new WindowAdapter() {
          @Override
          public void windowClosing(WindowEvent e) {
            onClose.run();
          }
        });
    window.setVisible(true);
    return new Screen(window, canvas);
  }

  /** Shows a picture, of which it takes a copy. */
  public void show(Picture picture) {
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_3BYTE_BGR);
    byte[] samples = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    picture.mat().get(0, 0, samples);
    canvas.image = image;
    canvas.repaint();
  }

  @Override
  public void close() {
    SwingUtilities.invokeLater(window::dispose);
  }

  /** The whole picture, as large as fits. */
  private static final class Canvas extends JPanel {
    private static final long serialVersionUID = 1;
    private transient volatile BufferedImage image; // null before the first

    @Override
    protected void paintComponent(Graphics graphics) {
      super.paintComponent(graphics);
      BufferedImage now = image;
      if (now != null) {
        double scale =
            Math.min((double) getWidth() / now.getWidth(), (double) getHeight() / now.getHeight());
        int width = (int) Math.round(scale * now.getWidth());
        int height = (int) Math.round(scale * now.getHeight());
        int left = (getWidth() - width) / 2;
        int top = (getHeight() - height) / 2;
        graphics.drawImage(now, left, top, width, height, null);
      }
    }
  }
}
