package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Through an HTTP proxy, which the JVM's selector names. */
@Timeout(60)
class ProxyTest {
    private final ScriptedServer server = new ScriptedServer().echo();
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final ProxySelector before = ProxySelector.getDefault();
    private ServerSocket proxy;
    private volatile String answer = "200 Connection established";

    @BeforeEach
    void listen() throws IOException {
        proxy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Aside.run(this::accept);
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", proxy.getLocalPort())));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {
                // The client says so itself.
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        ProxySelector.setDefault(before);
        proxy.close();
        server.close();
    }

    private void accept() throws IOException {
        while (true) {
            Socket in = proxy.accept();
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(in.getInputStream(), StandardCharsets.US_ASCII), 1);
            requests.add(reader.readLine());
            while (!reader.readLine().isEmpty()) {
                // The headers.
            }
            OutputStream out = in.getOutputStream();
            out.write(("HTTP/1.1 " + answer + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            Socket target =
                    new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort());
            Aside.run(() -> in.getInputStream().transferTo(target.getOutputStream()));
            Aside.run(() -> target.getInputStream().transferTo(out));
        }
    }

    private URI uri() {
        return URI.create("ws://mesh.example:8080" + server.uri().getPath());
    }

    @Test
    void theProxyIsAskedForATunnel() throws Exception {
        try (MeshClient client = MeshClient.builder(uri()).build()) {
            client.connectSync();
            assertEquals("CONNECT mesh.example:8080 HTTP/1.1", requests.take());
            assertEquals("mesh.example:8080", server.header("Host"));
            assertEquals(5, client.commandSync("echo", 5, Integer.class));
        }
    }

    @Test
    void aProxyThatRefusesSaysSo() {
        answer = "407 Proxy Authentication Required";
        try (MeshClient client = MeshClient.builder(uri()).build()) {
            MeshClientException e = assertThrows(MeshClientException.class, client::connectSync);
            assertEquals("EGONE", e.code());
            assertTrue(e.getMessage().contains("proxy") && e.getMessage().contains("407"), e.getMessage());
        }
    }
}
