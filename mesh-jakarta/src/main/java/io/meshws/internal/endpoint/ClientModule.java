package io.meshws.internal.endpoint;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/**
 * Serves the modules of the JavaScript client, so that a page imports them from its own server. Browsers keep the files and use
 * their ETags to check whether they have changed, so a redeployment with a newer mesh takes effect at the next load.
 */
@WebServlet(
        urlPatterns = {
            "/mesh/client.js",
            "/mesh/client.d.ts",
            "/mesh/collections.js",
            "/mesh/collections.d.ts",
            "/mesh/pipes.js",
            "/mesh/pipes.d.ts"
        })
public class ClientModule extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String ADDRESSES = "/mesh/";
    private static final String RESOURCES = "/io/meshws/client/js/";
    /** The modules by the path of the servlet. */
    private static final Map<String, Served> FILES = new ConcurrentHashMap<>();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Served file = FILES.computeIfAbsent(request.getServletPath(), Served::of);
        String accepted = request.getHeader("Accept-Encoding");
        boolean compress = accepted != null && accepted.contains("gzip");
        String tag = compress ? file.tag.replaceFirst("\"$", "-gzip\"") : file.tag;
        response.setHeader("ETag", tag);
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("Vary", "Accept-Encoding");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (tag.equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        byte[] body = compress ? file.compressed : file.plain;
        if (compress) {
            response.setHeader("Content-Encoding", "gzip");
        }
        response.setContentType(file.type + ";charset=UTF-8");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private record Served(byte[] plain, byte[] compressed, String type, String tag) {
        static Served of(String path) {
            String name = path.substring(ADDRESSES.length());
            String type = name.endsWith(".js") ? "text/javascript" : "text/plain";
            try (InputStream in = ClientModule.class.getResourceAsStream(RESOURCES + name)) {
                byte[] plain = in.readAllBytes();
                ByteArrayOutputStream compressed = new ByteArrayOutputStream();
                try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
                    gzip.write(plain);
                }
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(plain);
                String tag = '"' + HexFormat.of().formatHex(digest, 0, 8) + '"';
                return new Served(plain, compressed.toByteArray(), type, tag);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
