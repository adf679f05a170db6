import java.io.IOException;
import org.atmosphere.cpr.ApplicationConfig;
import org.atmosphere.cpr.AtmosphereServlet;
import org.atmosphere.websocket.WebSocket;
import org.atmosphere.websocket.WebSocketHandlerAdapter;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The server of Atmosphere, on Jetty as its samples set it up; its argument is the port. */
final class Atmosphere extends WebSocketHandlerAdapter {
    private static final String PATH = "/bare";

    private final ObjectMapper mapper = new ObjectMapper();

    public static void main(String[] arguments) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(arguments[0]));
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        JakartaWebSocketServletContainerInitializer.configure(context, null);
        AtmosphereServlet servlet = new AtmosphereServlet();
        ServletHolder holder = new ServletHolder(servlet);
        holder.setInitParameter(ApplicationConfig.WEBSOCKET_SUPPORT, "true");
        holder.setInitParameter(ApplicationConfig.WEBSOCKET_IDLETIME, "0");
        // In ms. When a client's writer gives up waiting for a message, one that comes just then may be overtaken.
        holder.setInitParameter(ApplicationConfig.BROADCASTER_WAIT_TIME, "60000");
        holder.setInitOrder(1);
        holder.setAsyncSupported(true);
        context.addServlet(holder, PATH + "/*");
        servlet.framework()
                .getAtmosphereConfig()
                .startupHook(framework -> framework.addWebSocketHandler(PATH, new Atmosphere()));
        server.setHandler(context);
        server.start();
    }

    @Override
    public void onTextMessage(WebSocket socket, String text) throws IOException {
        JsonNode message = mapper.readTree(text);
        switch (message.get("command").asString()) {
            case "echo" -> socket.write(mapper.writeValueAsString(message));
            case "say" ->
                socket.broadcast(mapper.writeValueAsString(
                        mapper.createObjectNode().put("command", "said").set("payload", message.get("payload"))));
            default -> throw new IOException("Unknown: " + text);
        }
    }
}
