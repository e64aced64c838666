import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Reads the outbox of orders from the binary log by Debezium's embedded engine, whose outbox event router makes a message of each
 * row, and writes the messages to the streams of the bus. What Redis has is acknowledged, and nothing else: a process that dies
 * between the two publishes again.
 *
 * <p>The arguments are files of properties, of which a later one wins, and at last the environment: DEBEZIUM_OFFSET_STORAGE for
 * offset.storage.
 */
public final class Main {
  private static final String ENVIRONMENT = "DEBEZIUM_";

  public static void main(String[] arguments) throws Exception {
    Properties properties = new Properties();
    for (String file : arguments) {
      try (Reader reader = Files.newBufferedReader(Path.of(file))) {
        properties.load(reader);
      }
    }
    for (Map.Entry<String, String> entry : System.getenv().entrySet()) {
      if (!entry.getKey().startsWith(ENVIRONMENT)) continue;
      String name = entry.getKey().substring(ENVIRONMENT.length()).toLowerCase().replace('_', '.');
      properties.setProperty(name, entry.getValue());
    }
    String url = required(properties, "mosaico.redis.url");
    String prefix = required(properties, "mosaico.bus.prefix");
    AtomicBoolean hasFailed = new AtomicBoolean();
    try (BusStreams streams = new BusStreams(url, prefix)) {
      DebeziumEngine<RecordChangeEvent<SourceRecord>> engine =
          DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
              .using(properties)
              .using(
                  (isSuccess, message, error) -> {
                    if (isSuccess) return;
                    hasFailed.set(true);
                    System.err.println("The engine ended: " + message);
                    if (error != null) error.printStackTrace();
                  })
              .notifying((records, committer) -> publish(records, committer, streams))
              .build();
      ExecutorService executor = Executors.newSingleThreadExecutor();
      executor.execute(engine);
      executor.shutdown();
      Thread main = Thread.currentThread();
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    try {
                      engine.close();
                      main.join(10_000);
                    } catch (IOException | InterruptedException | RuntimeException error) {
                      System.err.println("The engine did not end in order: " + error);
                    }
                  }));
      executor.awaitTermination(Long.MAX_VALUE, TimeUnit.DAYS);
    }
    // Whoever runs this begins it again.
    if (hasFailed.get()) Runtime.getRuntime().halt(1);
  }

  private static void publish(
      List<RecordChangeEvent<SourceRecord>> records,
      DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer,
      BusStreams streams)
      throws InterruptedException {
    try {
      streams.publish(
          records.stream()
              .map(RecordChangeEvent::record)
              // What is no event, such as a change of the schema, is a structure.
              .filter(record -> record.value() instanceof String)
              .map(record -> new BusStreams.Event(record.key().toString(), record.value().toString()))
              .toList());
    } catch (IOException error) {
      throw new IllegalStateException("The bus has not taken the events.", error);
    }
    for (RecordChangeEvent<SourceRecord> record : records) committer.markProcessed(record);
    committer.markBatchFinished();
  }

  private static String required(Properties properties, String name) {
    String value = properties.getProperty(name);
    if (value != null) return value;
    throw new IllegalArgumentException("The property " + name + " must be given.");
  }
}
