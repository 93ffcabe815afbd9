// Runs one of the small Java programs of this folder against Kafka's own classes and answers its lines. They are
// single source files, which needs a Java with its compiler: `javaMissing` says so where there is none.

import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { findJava } from '../../brokers/java.ts'
import { runJava } from '../../brokers/jvm.ts'

/** Why the programs cannot run here; false where they can. For `test`'s `skip`. */
export async function javaMissing(): Promise<string | false> {
  const { command } = await findJava()
  const { stdout } = await promisify(execFile)(command, ['--list-modules'])
  return stdout.includes('jdk.compiler') ? false : 'this Java has no compiler (a JRE): install a JDK'
}

/** Each line that the program printed, its fields cut at tabs. */
export async function askJava(program: string, args: readonly string[]): Promise<string[][]> {
  const folder = await mkdtemp(join(tmpdir(), 'strait-java-'))
  try {
    const mainClass = fileURLToPath(new URL(`${program}.java`, import.meta.url))
    const printed = await runJava({ mainClass, args, logFile: join(folder, 'java.log') })
    return printed
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
