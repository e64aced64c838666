import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.UUID;

/**
 * Writes events to the streams of the bus as its own transport does (packages/bus/src/redis): by the partition of their key, all or
 * nothing, in one life of the Redis.
 */
final class BusStreams implements AutoCloseable {
  record Event(String key, String json) {}

  /** As in packages/bus/src/redis/keys.ts: never changes for a bus. */
  private static final int PARTITIONS = 16;

  private static final int TIMEOUT_MS = 10_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final String prefix;

  BusStreams(String url, String prefix) throws IOException {
    URI target = URI.create(url);
    if (!"redis".equals(target.getScheme())) throw new IOException("mosaico.redis.url must begin with redis://");
    this.prefix = prefix;
    socket = new Socket(target.getHost(), target.getPort() < 0 ? 6379 : target.getPort());
    socket.setSoTimeout(TIMEOUT_MS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    out = new BufferedOutputStream(socket.getOutputStream());
    String login = target.getUserInfo();
    if (login != null) {
      String[] parts = login.split(":", 2);
      if (parts.length == 1 || parts[0].isEmpty()) ask("AUTH", parts[parts.length - 1]);
      else ask("AUTH", parts[0], parts[1]);
    }
    String path = target.getPath();
    if (path != null && path.length() > 1) ask("SELECT", path.substring(1));
  }

  /** @throws IOException when Redis has not taken them all */
  void publish(List<Event> events) throws IOException {
    if (events.isEmpty()) return;
    write("MULTI");
    write("SET", prefix + ":epoch", UUID.randomUUID().toString(), "NX");
    for (Event event : events) {
      write("XADD", prefix + ":events:" + partitionOf(event.key()), "*", "event", event.json());
    }
    write("EXEC");
    out.flush();
    for (int answers = events.size() + 2; answers > 0; answers--) read();
    if (read() == null) throw new IOException("Redis has not run the transaction.");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static long partitionOf(String key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return (ByteBuffer.wrap(digest).getInt() & 0xffffffffL) % PARTITIONS;
    } catch (NoSuchAlgorithmException error) {
      throw new IllegalStateException(error);
    }
  }

  private void ask(String... words) throws IOException {
    write(words);
    out.flush();
    read();
  }

  private void write(String... words) throws IOException {
    out.write(("*" + words.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
    for (String word : words) {
      byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
      out.write(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.write(bytes);
      out.write('\r');
      out.write('\n');
    }
  }

  /** Reads an answer to its end. @return null when it is Redis' nothing @throws IOException when it is an error */
  private String read() throws IOException {
    String line = readLine();
    String rest = line.substring(1);
    switch (line.charAt(0)) {
      case '-':
        throw new IOException("Redis: " + rest);
      case '$':
        if (rest.equals("-1")) return null;
        in.skipNBytes(Integer.parseInt(rest) + 2);
        return rest;
      case '*':
        if (rest.equals("-1")) return null;
        for (int items = Integer.parseInt(rest); items > 0; items--) read();
        return rest;
      default:
        return rest;
    }
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\r'; next = in.read()) {
      if (next < 0) throw new IOException("Redis closed the connection.");
      line.append((char) next);
    }
    in.skipNBytes(1);
    if (line.isEmpty()) throw new IOException("Redis answered with an empty line.");
    return line.toString();
  }
}
