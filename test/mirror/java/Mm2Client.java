// A Java application of MirrorMaker's client library, and MirrorMaker's own reader of offset syncs, against real
// brokers: what they make of the topics that strait writes. Prints one answer per line, fields cut by tabs.

import java.lang.reflect.Constructor;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.mirror.MirrorCheckpointConfig;
import org.apache.kafka.connect.mirror.MirrorClient;
import org.apache.kafka.connect.mirror.OffsetSyncStore;
import org.apache.kafka.connect.mirror.RemoteClusterUtils;

public class Mm2Client {
    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "translate" -> translate(args[1], args[2], args[3]);
            case "discover" -> discover(args[1], args[2]);
            case "syncs" -> syncs(args);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    /** Prints topic, partition, offset and metadata of each translated offset of a group. */
    static void translate(String bootstrap, String source, String group) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> offsets = RemoteClusterUtils.translateOffsets(
            Map.of("bootstrap.servers", bootstrap), source, group, Duration.ofSeconds(20));
        Map<String, String> lines = new TreeMap<>();
        offsets.forEach((place, offset) -> lines.put(
            place.toString(), place.topic() + "\t" + place.partition() + "\t" + offset.offset() + "\t" + offset.metadata()));
        lines.values().forEach(System.out::println);
    }

    /** Prints the hops to a cluster and the names that discovery finds. */
    static void discover(String bootstrap, String source) throws Exception {
        try (MirrorClient client = new MirrorClient(Map.of("bootstrap.servers", bootstrap))) {
            System.out.println("hops\t" + client.replicationHops(source));
            System.out.println("upstream\t" + String.join("\t", new TreeSet<>(client.upstreamClusters())));
            System.out.println("heartbeats\t" + String.join("\t", new TreeSet<>(client.heartbeatTopics())));
            System.out.println("checkpoints\t" + String.join("\t", new TreeSet<>(client.checkpointTopics())));
            System.out.println("topics\t" + String.join("\t", new TreeSet<>(client.remoteTopics(source))));
        }
    }

    /** Arguments: source and target bootstrap, their aliases, location, topic, partition, offsets. */
    static void syncs(String[] args) throws Exception {
        MirrorCheckpointConfig config = new MirrorCheckpointConfig(Map.of(
            "name", "MirrorCheckpointConnector",
            "connector.class", "org.apache.kafka.connect.mirror.MirrorCheckpointConnector",
            "source.cluster.bootstrap.servers", args[1],
            "target.cluster.bootstrap.servers", args[2],
            "source.cluster.alias", args[3],
            "target.cluster.alias", args[4],
            "offset-syncs.topic.location", args[5]));
        Constructor<OffsetSyncStore> constructor =
            OffsetSyncStore.class.getDeclaredConstructor(MirrorCheckpointConfig.class);
        constructor.setAccessible(true);
        try (OffsetSyncStore store = constructor.newInstance(config)) {
            store.start(false);
            TopicPartition place = new TopicPartition(args[6], Integer.parseInt(args[7]));
            for (String offset : args[8].split(",")) {
                var answer = store.translateDownstream("g", place, Long.parseLong(offset));
                System.out.println(answer.isPresent() ? String.valueOf(answer.getAsLong()) : "none");
            }
        }
    }
}
