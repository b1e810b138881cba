import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// Draws the icon sets of all platforms from the two drawings beside it: `java icons/Icons.java`.
///
/// A drawing is an SVG of 1024 units made of `rect`, `circle` and `line`, nothing else; the small one is
/// for 32 pixels and less. Writes `png/pilothouse-N.png`, `pilothouse.ico` (Windows: PNG images in an
/// icon directory) and `pilothouse.icns` (macOS: PNG images in typed blocks).
final class Icons {

    private static final double UNITS = 1024;
    private static final int LARGEST_SMALL = 32;
    private static final List<Integer> SIZES = List.of(16, 24, 32, 48, 64, 128, 256, 512, 1024);
    private static final List<Integer> ICO_SIZES = List.of(16, 24, 32, 48, 64, 128, 256);
    // the block types of Apple's icon format whose content may be PNG
    private static final Map<String, Integer> ICNS_BLOCKS = blocks();

    public static void main(String[] arguments) throws Exception {
        var folder = Path.of(arguments.length == 0 ? "icons" : arguments[0]);
        var whole = read(folder.resolve("pilothouse.svg"));
        var small = read(folder.resolve("pilothouse-small.svg"));
        var images = new LinkedHashMap<Integer, byte[]>();
        for (int size : SIZES) {
            images.put(size, png(size <= LARGEST_SMALL ? small : whole, size));
        }
        var png = Files.createDirectories(folder.resolve("png"));
        for (var image : images.entrySet()) {
            Files.write(png.resolve("pilothouse-" + image.getKey() + ".png"), image.getValue());
        }
        Files.write(folder.resolve("pilothouse.ico"), ico(images));
        Files.write(folder.resolve("pilothouse.icns"), icns(images));
    }

    private static Map<String, Integer> blocks() {
        var blocks = new LinkedHashMap<String, Integer>();
        blocks.put("icp4", 16);
        blocks.put("icp5", 32);
        blocks.put("icp6", 64);
        blocks.put("ic07", 128);
        blocks.put("ic08", 256);
        blocks.put("ic09", 512);
        blocks.put("ic10", 1024);
        return blocks;
    }

    private static Document read(Path svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(svg.toFile());
    }

    private static byte[] png(Document drawing, int size) throws IOException {
        var image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        var graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(size / UNITS, size / UNITS);
        var parts = drawing.getDocumentElement().getChildNodes();
        for (int i = 0; i < parts.getLength(); i++) {
            if (parts.item(i) instanceof Element part) {
                draw(graphics, part);
            }
        }
        graphics.dispose();
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private static void draw(Graphics2D graphics, Element part) {
        var shape = shape(part);
        var fill = part.getAttribute("fill");
        if (!fill.isEmpty() && !fill.equals("none")) {
            graphics.setColor(Color.decode(fill));
            graphics.fill(shape);
        }
        var stroke = part.getAttribute("stroke");
        if (!stroke.isEmpty()) {
            graphics.setColor(Color.decode(stroke));
            graphics.setStroke(new BasicStroke(
                    (float) number(part, "stroke-width"), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            graphics.draw(shape);
        }
    }

    private static Shape shape(Element part) {
        return switch (part.getTagName()) {
            case "rect" -> {
                double diameter = 2 * number(part, "rx");
                yield new RoundRectangle2D.Double(
                        number(part, "x"), number(part, "y"), number(part, "width"), number(part, "height"), diameter, diameter);
            }
            case "circle" -> {
                double radius = number(part, "r");
                yield new Ellipse2D.Double(
                        number(part, "cx") - radius, number(part, "cy") - radius, 2 * radius, 2 * radius);
            }
            case "line" ->
                new Line2D.Double(number(part, "x1"), number(part, "y1"), number(part, "x2"), number(part, "y2"));
            default -> throw new IllegalArgumentException("no part of such a drawing: " + part.getTagName());
        };
    }

    private static double number(Element part, String attribute) {
        return Double.parseDouble(part.getAttribute(attribute));
    }

    /// An icon directory: 6 bytes, 16 for each image, then the images.
    private static byte[] ico(Map<Integer, byte[]> images) {
        int length = 6 + 16 * ICO_SIZES.size();
        int offset = length;
        for (int size : ICO_SIZES) {
            length += images.get(size).length;
        }
        var bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort((short) 0).putShort((short) 1).putShort((short) ICO_SIZES.size());
        for (int size : ICO_SIZES) {
            var image = images.get(size);
            byte side = (byte) (size == 256 ? 0 : size); // 0 stands for 256
            bytes.put(side).put(side).put((byte) 0).put((byte) 0);
            bytes.putShort((short) 1).putShort((short) 32).putInt(image.length).putInt(offset);
            offset += image.length;
        }
        for (int size : ICO_SIZES) {
            bytes.put(images.get(size));
        }
        return bytes.array();
    }

    /// Blocks of a four-letter type, the length with these 8 bytes, and the image.
    private static byte[] icns(Map<Integer, byte[]> images) throws IOException {
        var blocks = new ByteArrayOutputStream();
        var out = new DataOutputStream(blocks);
        for (var block : ICNS_BLOCKS.entrySet()) {
            var image = images.get(block.getValue());
            out.writeBytes(block.getKey());
            out.writeInt(8 + image.length);
            out.write(image);
        }
        return ByteBuffer.allocate(8 + blocks.size())
                .put("icns".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .putInt(8 + blocks.size())
                .put(blocks.toByteArray())
                .array();
    }
}
