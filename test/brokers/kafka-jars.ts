// Apache Kafka and all it needs, fetched once from Maven Central into the cache. A new version or artifact gets
// a new folder, because the folder's name carries a hash of the project file.

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cached, cacheFolder } from './cache.ts'
import { findMaven } from './java.ts'

export const KAFKA_VERSION = '4.3.0'

const ARTIFACTS = [
  ['org.apache.kafka', 'kafka_2.13', KAFKA_VERSION],
  ['org.apache.kafka', 'kafka-tools', KAFKA_VERSION],
  ['org.apache.kafka', 'connect-runtime', KAFKA_VERSION],
  ['org.apache.kafka', 'connect-mirror', KAFKA_VERSION],
  ['org.apache.logging.log4j', 'log4j-slf4j-impl', '2.25.4'],
] as const

const DOWNLOAD_LIMIT_MS = 15 * 60_000

/**
 * The class path of Kafka's broker, tools and MirrorMaker 2. `onDownload` is called once where they have to be
 * fetched first. Throws MissingTool without Maven.
 */
export async function kafkaClassPath(onDownload?: (folder: string) => void): Promise<string> {
  const project = projectFile()
  const name = `kafka-${KAFKA_VERSION}-${createHash('sha256').update(project).digest('hex').slice(0, 8)}`
  const folder = await cached(name, async (draft) => {
    onDownload?.(cacheFolder())
    await copyDependencies(project, draft)
  })
  return join(folder, 'libs', '*')
}

async function copyDependencies(project: string, folder: string): Promise<void> {
  const maven = await findMaven()
  await writeFile(join(folder, 'pom.xml'), project)
  await mkdir(join(folder, 'libs'))
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies'
  const args = ['-B', '-q', '-f', join(folder, 'pom.xml'), goal, `-DoutputDirectory=${join(folder, 'libs')}`]
  const fetch = () => promisify(execFile)(maven, args, { timeout: DOWNLOAD_LIMIT_MS })
  // Maven's own repository may be filled by another process at this moment: what failed once is tried again.
  await fetch().catch(fetch)
  if (!readdirSync(join(folder, 'libs')).includes(`kafka_2.13-${KAFKA_VERSION}.jar`)) {
    throw new Error(`Maven ended well, but ${folder}/libs has no Kafka in it`)
  }
}

function projectFile(): string {
  const dependencies = ARTIFACTS.map(
    ([group, artifact, version]) =>
      `    <dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId>` +
      `<version>${version}</version></dependency>`,
  )
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>strait</groupId><artifactId>brokers</artifactId><version>1</version>
  <dependencies>
${dependencies.join('\n')}
  </dependencies>
</project>
`
}
