// The flags with which Kafka's own scripts start a JVM (bin/kafka-run-class.sh of Kafka 4.3). Brokers of the test
// suite are started lean instead: their serial collector stops all of them for 20 ms every few seconds, which a
// measurement of milliseconds would show as the mirror's.

export const kafkaFlags: readonly string[] = [
  ...['-server', '-XX:+UseG1GC', '-XX:MaxGCPauseMillis=20'],
  ...['-XX:InitiatingHeapOccupancyPercent=35', '-XX:+ExplicitGCInvokesConcurrent'],
  '-Djava.awt.headless=true',
]
