// Asks Kafka's own MirrorMaker classes, so that our rules are held against theirs and not against a reading of
// them. One question per line of the file given, its fields separated by tabs; one answer per line.

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.mirror.Checkpoint;
import org.apache.kafka.connect.mirror.ConfigPropertyFilter;
import org.apache.kafka.connect.mirror.DefaultReplicationPolicy;
import org.apache.kafka.connect.mirror.DefaultTopicFilter;
import org.apache.kafka.connect.mirror.Heartbeat;
import org.apache.kafka.connect.mirror.IdentityReplicationPolicy;
import org.apache.kafka.connect.mirror.MirrorSourceConnector;
import org.apache.kafka.connect.mirror.MirrorUtils;
import org.apache.kafka.connect.mirror.OffsetSync;
import org.apache.kafka.connect.mirror.OffsetSyncStore;
import org.apache.kafka.connect.mirror.ReplicationPolicy;
import org.apache.kafka.connect.mirror.SourceAndTarget;
import org.apache.kafka.connect.mirror.TopicFilter;

public class Mm2Oracle {
    static final TopicPartition PARTITION = new TopicPartition("t", 0);

    public static void main(String[] args) throws Exception {
        for (String line : Files.readAllLines(Path.of(args[0]), StandardCharsets.UTF_8)) {
            System.out.println(answer(line.split("\t", -1)));
        }
    }

    static String answer(String[] f) throws Exception {
        return switch (f[0]) {
            case "sync" -> bytes(new OffsetSync(new TopicPartition(f[1], integer(f[2])), number(f[3]), number(f[4])));
            case "checkpoint" -> bytes(new Checkpoint(
                f[1], new TopicPartition(f[2], integer(f[3])), number(f[4]), number(f[5]), f[6]));
            case "heartbeat" -> bytes(new Heartbeat(f[1], f[2], number(f[3])));
            case "connect" -> sourceOffset(f[1], f[2], f[3], integer(f[4]));
            case "policy" -> names(policy(f[1], f[2], f[3]), f[3], f[4]);
            case "select" -> select(f);
            case "store" -> store(Boolean.parseBoolean(f[1]), f[2], f[3], f[4]);
            case "rule" -> rule(number(f[1]), f[2]);
            default -> throw new IllegalArgumentException(f[0]);
        };
    }

    static String bytes(Object record) throws Exception {
        byte[] key = (byte[]) method(record.getClass(), "recordKey").invoke(record);
        byte[] value = (byte[]) method(record.getClass(), "recordValue").invoke(record);
        return HexFormat.of().formatHex(key) + "\t" + HexFormat.of().formatHex(value);
    }

    /** The key as Connect's offset store writes it, and its partition of 25. */
    static String sourceOffset(String connector, String cluster, String topic, int partition) throws Exception {
        Object map = method(MirrorUtils.class, "wrapPartition", TopicPartition.class, String.class)
            .invoke(null, new TopicPartition(topic, partition), cluster);
        try (JsonConverter json = new JsonConverter()) {
            json.configure(Map.of("schemas.enable", "false"), true);
            byte[] key = json.fromConnectData("", null, List.of(connector, map));
            return new String(key, StandardCharsets.UTF_8) + "\t" + Utils.toPositive(Utils.murmur2(key)) % 25;
        }
    }

    static ReplicationPolicy policy(String kind, String separator, String source) {
        DefaultReplicationPolicy policy =
            kind.equals("identity") ? new IdentityReplicationPolicy() : new DefaultReplicationPolicy();
        policy.configure(Map.of("replication.policy.separator", separator, "source.cluster.alias", source));
        return policy;
    }

    static String names(ReplicationPolicy policy, String source, String topic) {
        return String.join("\t",
            policy.formatRemoteTopic(source, topic),
            String.valueOf(policy.topicSource(topic)),
            String.valueOf(policy.upstreamTopic(topic)),
            policy.originalTopic(topic),
            String.valueOf(policy.isInternalTopic(topic)),
            String.valueOf(policy.isHeartbeatsTopic(topic)),
            String.valueOf(policy.isCheckpointsTopic(topic)),
            policy.checkpointsTopic(source),
            policy.offsetSyncsTopic(source));
    }

    /** Fields: kind, separator, source, target, include, exclude, topic. */
    static String select(String[] f) throws Exception {
        DefaultTopicFilter filter = new DefaultTopicFilter();
        filter.configure(Map.of("topics", f[5], "topics.exclude", f[6]));
        Constructor<MirrorSourceConnector> constructor = MirrorSourceConnector.class.getDeclaredConstructor(
            SourceAndTarget.class, ReplicationPolicy.class, TopicFilter.class, ConfigPropertyFilter.class);
        constructor.setAccessible(true);
        MirrorSourceConnector connector =
            constructor.newInstance(new SourceAndTarget(f[3], f[4]), policy(f[1], f[2], f[3]), filter, null);
        Object replicated = method(MirrorSourceConnector.class, "shouldReplicateTopic", String.class)
            .invoke(connector, f[7]);
        Object cycle = method(MirrorSourceConnector.class, "isCycle", String.class).invoke(connector, f[7]);
        return replicated + "\t" + cycle;
    }

    /** Syncs before and after the topic was read to its end, as up:down; then every answer. */
    static String store(boolean mustReadToEnd, String before, String after, String offsets) throws Exception {
        Constructor<OffsetSyncStore> constructor = OffsetSyncStore.class.getDeclaredConstructor();
        constructor.setAccessible(true);
        OffsetSyncStore store = constructor.newInstance();
        field("initializationMustReadToEnd").setBoolean(store, mustReadToEnd);
        feed(store, before);
        field("readToEnd").setBoolean(store, true);
        feed(store, after);
        List<String> answers = new ArrayList<>();
        for (String offset : offsets.split(",")) {
            var answer = store.translateDownstream("g", PARTITION, number(offset));
            answers.add(answer.isPresent() ? String.valueOf(answer.getAsLong()) : "none");
        }
        return String.join(",", answers);
    }

    static void feed(OffsetSyncStore store, String syncs) throws Exception {
        Method handle = method(OffsetSyncStore.class, "handleRecord", ConsumerRecord.class);
        for (String sync : syncs.isEmpty() ? new String[0] : syncs.split(",")) {
            String[] pair = sync.split(":");
            OffsetSync record = new OffsetSync(PARTITION, number(pair[0]), number(pair[1]));
            Object key = method(OffsetSync.class, "recordKey").invoke(record);
            Object value = method(OffsetSync.class, "recordValue").invoke(record);
            handle.invoke(store, new ConsumerRecord<>("syncs", 0, 0, (byte[]) key, (byte[]) value));
        }
    }

    /** For each acknowledged record, as up:down, whether a sync is due. */
    static String rule(long lagMax, String records) throws Exception {
        Class<?> states = Class.forName("org.apache.kafka.connect.mirror.OffsetSyncWriter$PartitionState");
        Constructor<?> constructor = states.getDeclaredConstructor(long.class);
        constructor.setAccessible(true);
        Object state = constructor.newInstance(lagMax);
        Method update = method(states, "update", long.class, long.class);
        Method reset = method(states, "reset");
        StringBuilder due = new StringBuilder();
        for (String record : records.split(",")) {
            String[] pair = record.split(":");
            boolean sync = (boolean) update.invoke(state, number(pair[0]), number(pair[1]));
            if (sync) reset.invoke(state);
            due.append(sync ? '1' : '0');
        }
        return due.toString();
    }

    static Method method(Class<?> type, String name, Class<?>... parameters) throws Exception {
        Method method = type.getDeclaredMethod(name, parameters);
        method.setAccessible(true);
        return method;
    }

    static Field field(String name) throws Exception {
        Field field = OffsetSyncStore.class.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    static int integer(String text) {
        return Integer.parseInt(text);
    }

    static long number(String text) {
        return Long.parseLong(text);
    }
}
