package io.meshws.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** One Markdown file of the project. */
record Page(Path file, List<String> lines) {
    /** The root of the project; this module's directory is in it. */
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /** A fenced block: the line on which it begins, counted from 1, and the text between the fences. */
    record Block(int line, String text) {}

    static Page of(String name) {
        Path file = ROOT.resolve(name);
        try {
            return new Page(file, Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every page in the root, in {@code docs} and in {@code docs/guide}. */
    static List<Page> all() {
        return Stream.of("", "docs", "docs/guide")
                .map(ROOT::resolve)
                .flatMap(Page::markdownIn)
                .sorted()
                .map(file -> of(ROOT.relativize(file).toString()))
                .toList();
    }

    private static Stream<Path> markdownIn(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".md")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return ROOT.relativize(file).toString();
    }

    /** The blocks fenced as the given language. */
    List<Block> blocks(String language) {
        List<Block> blocks = new ArrayList<>();
        StringBuilder open = null;
        int begun = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (open == null && line.equals("```" + language)) {
                open = new StringBuilder();
                begun = i + 1;
            } else if (open != null && line.equals("```")) {
                blocks.add(new Block(begun, open.toString()));
                open = null;
            } else if (open != null) {
                open.append(line).append('\n');
            }
        }
        return blocks;
    }

    /**
     * The rows of the table with this header, cell by cell, without the backquotes around a cell.
     *
     * @throws AssertionError if the page has no such table, or several
     */
    List<List<String>> table(String... header) {
        List<List<String>> found = null;
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (lines.get(i).startsWith("|") && cells(lines.get(i)).equals(List.of(header))) {
                if (found != null) {
                    throw new AssertionError(name() + " has several tables " + Arrays.toString(header));
                }
                found = rows(i + 2);
            }
        }
        if (found == null) {
            throw new AssertionError(name() + " has no table " + Arrays.toString(header));
        }
        return found;
    }

    private List<List<String>> rows(int first) {
        return lines.stream()
                .skip(first)
                .takeWhile(line -> line.startsWith("|"))
                .map(Page::cells)
                .toList();
    }

    private static List<String> cells(String line) {
        String inner = line.strip().replaceAll("^\\||\\|$", "");
        return Arrays.stream(inner.split("(?<!\\\\)\\|", -1))
                .map(String::strip)
                .map(cell -> cell.replaceAll("^`([^`]*)`$", "$1"))
                .map(cell -> cell.replace("\\|", "|"))
                .toList();
    }
}
