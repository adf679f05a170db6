package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.testing.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Through TLS, which a proxy in front of the scripted server ends. */
@Timeout(180)
class TlsTest {
    private static final char[] PASSWORD = "password".toCharArray();

    @TempDir
    static Path directory;

    /** Nothing here is about time, and a busy machine takes long for the first handshake. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static SSLContext context;

    private final ScriptedServer server = new ScriptedServer()
            .onCall((s, call) -> s.reply(call, call.payload().toString()));
    private ServerSocket listening;

    /** With a certificate for localhost, and for nothing else. */
    @BeforeAll
    static void makeKeys() throws Exception {
        Path file = directory.resolve("keys");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process making = new ProcessBuilder(List.of(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-storepass",
                        "password",
                        "-keystore",
                        file.toString()))
                .redirectErrorStream(true)
                .start();
        assertEquals(0, making.waitFor(), new String(making.getInputStream().readAllBytes()));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
    }

    /** Ends TLS, and passes on the content. */
    private URI listen(String host, String protocol) throws IOException {
        SSLServerSocket secured = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setProtocols(new String[] {protocol});
        secured.setSSLParameters(parameters);
        listening = secured;
        Aside.run(() -> {
            while (true) {
                Socket in = secured.accept();
                Socket out = new Socket(
                        InetAddress.getLoopbackAddress(), server.uri().getPort());
                Aside.run(() -> in.getInputStream().transferTo(out.getOutputStream()));
                Aside.run(() -> {
                    out.getInputStream().transferTo(in.getOutputStream());
                    in.close();
                });
            }
        });
        return URI.create(
                "wss://" + host + ":" + secured.getLocalPort() + server.uri().getPath());
    }

    private static MeshClientBuilder patient(URI uri) {
        return MeshClient.builder(uri).connectTimeout(PATIENCE).requestTimeout(PATIENCE);
    }

    @AfterEach
    void close() throws IOException {
        listening.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void messagesOfAnySizeGoBothWays(String protocol) throws Exception {
        try (MeshClient client =
                patient(listen("localhost", protocol)).sslContext(context).build()) {
            client.connectSync();
            for (int size : new int[] {0, 1, 100, 16_000, 16_384, 16_385, 40_000, 1_500_000}) {
                String text = "ä".repeat(size);
                assertEquals(text, client.commandSync("echo", text, String.class));
            }
            CompletableFuture<?>[] calls = new CompletableFuture<?>[500];
            for (int i = 0; i < calls.length; i++) {
                calls[i] = client.command("echo", i, Integer.class);
            }
            for (int i = 0; i < calls.length; i++) {
                assertEquals(i, Eventually.get(calls[i]));
            }
        }
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws Exception {
        try (MeshClient client =
                patient(listen("127.0.0.1", "TLSv1.3")).sslContext(context).build()) {
            MeshClientException e = assertThrows(MeshClientException.class, client::connectSync);
            assertTrue(causes(e).contains("SSL"), causes(e));
        }
    }

    @Test
    void aCertificateThatNobodyTrustsIsRefused() throws Exception {
        try (MeshClient client = patient(listen("localhost", "TLSv1.3")).build()) {
            MeshClientException e = assertThrows(MeshClientException.class, client::connectSync);
            assertEquals("EGONE", e.code());
            assertTrue(e.getMessage().contains("certif"), e.getMessage());
        }
    }

    private static String causes(Throwable failure) {
        StringBuilder names = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            names.append(cause instanceof SSLException ? "SSL " : "")
                    .append(cause)
                    .append("; ");
        }
        return names.toString();
    }

    @Test
    void aServerThatSpeaksNoTlsIsAnError() throws Exception {
        listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Aside.run(() -> {
            Socket socket = listening.accept();
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
            socket.getOutputStream().flush();
        });
        URI uri = URI.create("wss://localhost:" + listening.getLocalPort());
        try (MeshClient client = patient(uri).sslContext(context).build()) {
            assertEquals(
                    "EGONE",
                    assertThrows(MeshClientException.class, client::connectSync).code());
        }
    }

    @Test
    void aBrokenLinkIsReplaced() throws Exception {
        try (MeshClient client = patient(listen("localhost", "TLSv1.3"))
                .sslContext(context)
                .reconnect(Fast.POLICY)
                .build()) {
            client.connectSync();
            server.close(1001, "restart");
            Eventually.holds("back", () -> client.state().equals(new ConnectionState.Online("c-2")));
            assertEquals("x", client.commandSync("echo", "x", String.class));
        }
    }
}
