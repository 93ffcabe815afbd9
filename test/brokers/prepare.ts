// Makes this machine ready to start brokers quickly: Java and Maven are there, the jars are downloaded, the
// class archive is made. After the first time it costs one look at the cache.

import { startBroker } from './broker.ts'
import { cached } from './cache.ts'
import { archiveFile, archiveName } from './class-archive.ts'
import { findJava } from './java.ts'
import { KAFKA_VERSION, kafkaClassPath } from './kafka-jars.ts'

/** `onStep` hears of work that takes a while. Throws MissingTool, whose message says what to install. */
export async function prepareKafka(onStep: (step: string) => void): Promise<void> {
  const java = await findJava()
  const classPath = await kafkaClassPath((folder) =>
    onStep(`Fetching Apache Kafka ${KAFKA_VERSION} from Maven Central into ${folder} (once, about 100 MB)`),
  )
  await cached(archiveName(java, classPath), async (folder) => {
    onStep('Preparing a class archive, so that brokers start in half the time (once)')
    await using broker = await startBroker({
      javaFlags: [
        '-XX:+UseSerialGC',
        '-XX:TieredStopAtLevel=1',
        `-XX:ArchiveClassesAtExit=${archiveFile(folder)}`,
      ],
    })
    await broker.stop()
  })
}
