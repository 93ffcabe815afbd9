// Finds Java and Maven, and says what to do where they are missing or too old. Kafka 4 needs Java 17.

import { execFile } from 'node:child_process'
import { join } from 'node:path'

const OLDEST_JAVA = 17

export interface Java {
  readonly command: string
  readonly major: number
  readonly version: string
  /** All that `java -version` prints: vendor and build. */
  readonly build: string
}

/** A tool that a person has to install; the message says which and how. */
export class MissingTool extends Error {
  override readonly name = 'MissingTool'
}

/** $JAVA_HOME's java, else the one on the PATH. Throws MissingTool when there is none or it is older than 17. */
export async function findJava(): Promise<Java> {
  const { JAVA_HOME: home } = process.env
  const command = home ? join(home, 'bin', 'java') : 'java'
  const printed = await output(command, ['-version'])
  const version = /version "([^"]+)"/.exec(printed ?? '')?.[1]
  if (version === undefined) {
    const where = home
      ? `JAVA_HOME is ${home}, but ${command} does not run`
      : 'There is no "java" on the PATH'
    throw new MissingTool(`${where}. Apache Kafka ${wayOut(home)}`)
  }
  const major = majorOf(version)
  if (major < OLDEST_JAVA) {
    throw new MissingTool(`Java ${version} (${command}) is too old: Apache Kafka ${wayOut(home)}`)
  }
  return { command, major, version, build: printed ?? '' }
}

/** Maven's command. Throws MissingTool when it does not run. */
export async function findMaven(): Promise<string> {
  if ((await output('mvn', ['-v'])) !== undefined) return 'mvn'
  throw new MissingTool(
    'There is no "mvn" on the PATH. Maven fetches Apache Kafka; install it ' +
      '(Debian, Ubuntu: apt install maven; macOS: brew install maven) and run this again.',
  )
}

/** `1.8.0_402` is 8, `17.0.15` is 17, `25-ea` is 25. */
export function majorOf(version: string): number {
  const [first = 0, second = 0] = version.split(/[^0-9]+/).map(Number)
  return first === 1 ? second : first
}

function wayOut(home: string | undefined): string {
  const aim = home ? 'point JAVA_HOME at it' : 'put it on the PATH or point JAVA_HOME at it'
  return (
    `needs Java ${OLDEST_JAVA} or newer. Install one (Debian, Ubuntu: apt install openjdk-17-jre-headless; ` +
    `macOS: brew install openjdk@17), ${aim}, and run this again.`
  )
}

function output(command: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(command, args, (error, stdout, stderr) => resolve(error ? undefined : stdout + stderr))
  })
}
