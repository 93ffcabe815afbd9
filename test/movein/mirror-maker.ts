// The real MirrorMaker 2 in its dedicated mode, run from a properties file as its users run it.

import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { logTail, spawnJava } from '../brokers/jvm.ts'

const HEAP_MIB = 384

export class MirrorMaker implements AsyncDisposable {
  readonly logFile: string
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, logFile: string) {
    this.#child = child
    this.logFile = logFile
  }

  static async start(folder: string, propertiesFile: string): Promise<MirrorMaker> {
    const logFile = join(folder, 'mm2.log')
    const child = await spawnJava({
      mainClass: 'org.apache.kafka.connect.mirror.MirrorMaker',
      args: [join(folder, propertiesFile)],
      logFile,
      heapMiB: HEAP_MIB,
    })
    child.stdout?.resume()
    child.stderr?.resume()
    process.once('exit', () => child.kill('SIGKILL'))
    return new MirrorMaker(child, logFile)
  }

  /** Throws with the end of its log where it has ended by itself. */
  assertRunning(): void {
    const { exitCode, signalCode } = this.#child
    if (exitCode !== null || signalCode !== null) {
      throw new Error(`MirrorMaker ended (${exitCode ?? signalCode}):\n${logTail(this.logFile)}`)
    }
  }

  /** SIGTERM is how people stop it: it commits its offsets and leaves its group. */
  async stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = once(this.#child, 'exit')
    this.#child.kill(signal)
    await ended
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop('SIGKILL')
  }
}
