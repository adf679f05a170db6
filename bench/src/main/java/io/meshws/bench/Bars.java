package io.meshws.bench;

import java.util.List;
import java.util.Locale;

/** Draws a number of each of several, as bars with their names. */
final class Bars {
    private static final int WIDTH = 760;
    private static final int NAMES = 230;
    private static final int NUMBERS = 80;
    private static final int LINE = 26;
    private static final int THICKNESS = 16;

    /**
     * @param ours drawn in another colour
     */
    record Bar(String name, double value, boolean ours) {}

    private Bars() {}

    static String svg(String title, List<Bar> bars) {
        double most = bars.stream().mapToDouble(Bar::value).max().orElse(1);
        int height = (bars.size() + 1) * LINE + 10;
        StringBuilder svg = new StringBuilder();
        // Greys that are seen on white and on black.
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\""
                        + " fill=\"#808080\">\n<text x=\"0\" y=\"17\" font-weight=\"bold\">%s</text>\n",
                WIDTH,
                height,
                escaped(title)));
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            int y = (i + 1) * LINE + 6;
            double width = (WIDTH - NAMES - NUMBERS) * bar.value() / most;
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"0\" y=\"%d\">%s</text><rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>"
                            + "<text x=\"%.1f\" y=\"%d\">%,.0f</text>\n",
                    y + 13,
                    escaped(bar.name()),
                    NAMES,
                    y,
                    width,
                    THICKNESS,
                    bar.ours() ? "#2f81f7" : "#a0a0a0",
                    NAMES + width + 6,
                    y + 13,
                    bar.value()));
        }
        return svg.append("</svg>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
