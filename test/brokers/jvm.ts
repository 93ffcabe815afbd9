// A Java program of Kafka's as a child process, with the flags for a small machine. Its log goes to a file.

import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { archiveFlags } from './class-archive.ts'
import { findJava } from './java.ts'
import { kafkaClassPath } from './kafka-jars.ts'

const LOG_SETTINGS = fileURLToPath(new URL('log4j2.xml', import.meta.url))
const SMALL = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1']
const SMALL_HEAP_MIB = 320

export interface JavaProgram {
  readonly mainClass: string
  readonly args: readonly string[]
  readonly logFile: string
  readonly heapMiB?: number
  /** Instead of the flags for a small machine. */
  readonly flags?: readonly string[]
}

/** Starts it in a process group of its own: Ctrl-C reaches only us, and we decide the order of the end. */
export async function spawnJava(program: JavaProgram): Promise<ChildProcess> {
  const [command, args] = await commandLine(program)
  return spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
}

/** Runs it to its end and answers what it printed. Throws with what it complained about. */
export async function runJava(program: JavaProgram): Promise<string> {
  const [command, args] = await commandLine(program)
  const { stdout } = await promisify(execFile)(command, args, { maxBuffer: 64 << 20 })
  return stdout
}

/** The end of a log file, for the message of an error. */
export function logTail(logFile: string, lines = 25): string {
  try {
    return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
  } catch {
    return `(no log at ${logFile})`
  }
}

async function commandLine(program: JavaProgram): Promise<[string, string[]]> {
  const { mainClass, args, logFile, heapMiB = SMALL_HEAP_MIB, flags } = program
  const [java, classPath] = await Promise.all([findJava(), kafkaClassPath()])
  const chosen = flags ?? [...SMALL, ...archiveFlags(java, classPath)]
  const log = [`-Dlog4j2.configurationFile=${LOG_SETTINGS}`, `-Dstrait.log=${logFile}`]
  return [java.command, [`-Xmx${heapMiB}m`, ...chosen, ...log, '-cp', classPath, mainClass, ...args]]
}
