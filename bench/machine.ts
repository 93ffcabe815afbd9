// On what a figure was measured. Every printed result carries it.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os'
import { findJava } from '../test/brokers/java.ts'
import { KAFKA_VERSION } from '../test/brokers/kafka-jars.ts'

export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGiB: number
  readonly system: string
  /** Of the last minute: well above what the bench itself needs (about 3) tells that others were at work. */
  readonly loadAverage: number
  readonly node: string
  readonly java: string
  readonly kafka: string
  readonly kafkajs: string
  readonly strait: string
}

export async function describeMachine(): Promise<Machine> {
  const { version: java } = await findJava()
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    loadAverage: Number(loadavg()[0]?.toFixed(1)),
    node: process.version,
    java,
    kafka: KAFKA_VERSION,
    kafkajs: packageVersion('../node_modules/kafkajs/package.json'),
    strait: `${packageVersion('../package.json')} (${revision()})`,
  }
}

function packageVersion(path: string): string {
  const { version } = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as { version: string }
  return version
}

function revision(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim()
  } catch {
    return 'no git'
  }
}
