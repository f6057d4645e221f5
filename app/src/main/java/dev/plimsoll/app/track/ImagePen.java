package dev.plimsoll.app.track;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.ImageIO;

/** Draws as a PNG image, twice as fine as its measures. */
final class ImagePen implements ChartPen {
  private static final int FINENESS = 2;

  private final BufferedImage image;
  private final Graphics2D graphics;

  ImagePen(final int width, final int height) {
    System.setProperty("java.awt.headless", "true");
    image = new BufferedImage(width * FINENESS, height * FINENESS, BufferedImage.TYPE_INT_RGB);
    graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.scale(FINENESS, FINENESS);
  }

  void writeTo(final OutputStream out) throws IOException {
    ImageIO.write(image, "png", out);
  }

  @Override
  public void box(
      final double x,
      final double y,
      final double width,
      final double height,
      final String colour) {
    graphics.setColor(Color.decode(colour));
    graphics.fill(new Rectangle2D.Double(x, y, width, height));
  }

  @Override
  public void line(
      final double x1,
      final double y1,
      final double x2,
      final double y2,
      final String colour,
      final double width) {
    graphics.setColor(Color.decode(colour));
    graphics.setStroke(new BasicStroke((float) width));
    graphics.draw(new Line2D.Double(x1, y1, x2, y2));
  }

  @Override
  public void curve(
      final double[] xs,
      final double[] ys,
      final double bottom,
      final String colour,
      final boolean fill) {
    if (xs.length == 0) {
      return;
    }
    final Path2D path = new Path2D.Double();
    path.moveTo(xs[0], ys[0]);
    for (int i = 1; i < xs.length; i++) {
      path.lineTo(xs[i], ys[i]);
    }
    graphics.setColor(Color.decode(colour));
    graphics.setStroke(new BasicStroke(1.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(path);
    if (fill) {
      path.lineTo(xs[xs.length - 1], bottom);
      path.lineTo(xs[0], bottom);
      path.closePath();
      graphics.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, 0.15f));
      graphics.fill(path);
      graphics.setComposite(AlphaComposite.SrcOver);
    }
  }

  @Override
  public void text(
      final double x,
      final double y,
      final String text,
      final String colour,
      final double size,
      final Anchor anchor) {
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont((float) size));
    graphics.setColor(Color.decode(colour));
    final double width = graphics.getFontMetrics().stringWidth(text);
    final double shift =
        switch (anchor) {
          case START -> 0;
          case MIDDLE -> width / 2;
          case END -> width;
        };
    graphics.drawString(text, (float) (x - shift), (float) y);
  }
}
