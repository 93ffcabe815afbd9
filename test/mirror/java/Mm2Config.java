// Asks Kafka's own MirrorMakerConfig about properties files: what Java reads of each, which pairs run, and the
// settings that connectors, workers and clusters end up with. One line per answer: file, question, key, value; the
// last two in hexadecimal, since they may hold anything.

import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.mirror.MirrorClientConfig;
import org.apache.kafka.connect.mirror.MirrorConnectorConfig;
import org.apache.kafka.connect.mirror.MirrorMakerConfig;
import org.apache.kafka.connect.mirror.MirrorSourceConfig;
import org.apache.kafka.connect.mirror.MirrorSourceConnector;
import org.apache.kafka.connect.mirror.ReplicationPolicy;
import org.apache.kafka.connect.mirror.SourceAndTarget;

public class Mm2Config {
    public static void main(String[] args) throws Exception {
        names();
        for (String file : args) {
            Properties properties = new Properties();
            try (InputStream stream = Files.newInputStream(Path.of(file))) {
                properties.load(stream);
            } catch (IllegalArgumentException malformed) {
                print(file, "refused", "", "");
                continue;
            }
            Map<String, String> read = Utils.propsToStringMap(properties);
            print(file, "read", read);
            if (!read.containsKey("clusters")) continue;
            MirrorMakerConfig config = new MirrorMakerConfig(read);
            for (String cluster : config.clusters()) {
                print(file, "cluster " + cluster, call(config, "clusterProps", cluster));
            }
            for (SourceAndTarget pair : config.clusterPairs()) {
                print(file, "pair", pair.toString(), "");
                print(file, "flow", pair.toString(), flow(config, pair));
                print(file, "connector " + pair, config.connectorBaseConfig(pair, MirrorSourceConnector.class));
                if (!read.containsKey("config.providers")) {
                    print(file, "worker " + pair, config.workerConfig(pair));
                }
            }
        }
    }

    /** The names that connectors read without prefix, and those of clients. */
    static void names() throws Exception {
        MirrorMakerConfig config = new MirrorMakerConfig(Map.of("clusters", "a,b"));
        Method all = MirrorMakerConfig.class.getDeclaredMethod("allConfigNames");
        all.setAccessible(true);
        for (Object name : (Set<?>) all.invoke(config)) print("", "connector name", name.toString(), "");
        Field field = MirrorClientConfig.class.getDeclaredField("CLIENT_CONFIG_DEF");
        field.setAccessible(true);
        Object client = field.get(null);
        for (Object name : ((ConfigDef) client).names()) {
            print("", "client name", name.toString(), "");
        }
    }

    /** `off`, `refused`, or what the pair calls the copy of `orders`. */
    static String flow(MirrorMakerConfig config, SourceAndTarget pair) throws Exception {
        try {
            MirrorSourceConfig connector =
                new MirrorSourceConfig(config.connectorBaseConfig(pair, MirrorSourceConnector.class));
            if (!(boolean) ask(connector, "enabled")) return "off";
            ReplicationPolicy policy = (ReplicationPolicy) ask(connector, "replicationPolicy");
            return policy.formatRemoteTopic((String) ask(connector, "sourceClusterAlias"), "orders");
        } catch (KafkaException refused) {
            return "refused";
        }
    }

    static Object ask(MirrorSourceConfig connector, String name) throws Exception {
        Method method = MirrorConnectorConfig.class.getDeclaredMethod(name);
        method.setAccessible(true);
        return method.invoke(connector);
    }

    @SuppressWarnings("unchecked")
    static Map<String, String> call(MirrorMakerConfig config, String name, String argument) throws Exception {
        Method method = MirrorMakerConfig.class.getDeclaredMethod(name, String.class);
        method.setAccessible(true);
        return new LinkedHashMap<>((Map<String, String>) method.invoke(config, argument));
    }

    static void print(String file, String question, Map<String, String> answers) {
        new TreeMap<>(answers).forEach((key, value) -> print(file, question, key, value));
    }

    static void print(String file, String question, String key, String value) {
        String name = file.isEmpty() ? "" : Path.of(file).getFileName().toString();
        System.out.println(name + "\t" + question + "\t" + hex(key) + "\t" + hex(value));
    }

    static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
