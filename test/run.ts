// `npm test`: checks the machine, starts the source and the target that test files share, and runs the files
// named on the command line, or all of them. Node's own summary ends the output.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { glob, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Broker, startBroker } from './brokers/broker.ts'
import { MissingTool } from './brokers/java.ts'
import { prepareKafka } from './brokers/prepare.ts'
import { SHARED_ENV } from './brokers/shared.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const CONCURRENCY = 2
/** A test that hangs is told by name instead of holding up the rest. */
const TEST_LIMIT_MS = 15 * 60_000
/** More than the library tests need: they create many topics on the shared brokers. */
const SHARED_HEAP_MIB = 512

class NothingToTest extends Error {}

async function main(args: readonly string[]): Promise<number> {
  const options = args.filter((arg) => arg.startsWith('-'))
  const named = args.filter((arg) => !arg.startsWith('-'))
  const files = named.length > 0 ? await filesNamed(named) : await filesUnder('test')
  await prepareKafka((step) => console.error(`${step} …`))
  return await runTests(files, options)
}

async function runTests(files: readonly string[], options: readonly string[]): Promise<number> {
  await using brokers = await startShared()
  const temporary = await mkdtemp(join(tmpdir(), 'strait-test-'))
  try {
    // What a failed test leaves open must not keep its file from ending.
    const limits = [
      `--test-concurrency=${CONCURRENCY}`,
      `--test-timeout=${TEST_LIMIT_MS}`,
      '--test-force-exit',
    ]
    const args = ['--test', ...limits, '--test-reporter=spec', ...options, ...files]
    return await runNode(args, { ...brokers.environment, TMPDIR: temporary })
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

interface Shared extends AsyncDisposable {
  readonly environment: Record<string, string>
}

async function startShared(): Promise<Shared> {
  const start = () => startBroker({ heapMiB: SHARED_HEAP_MIB })
  const [source, target] = await Promise.all([start(), start()])
  const addressOf = (broker: Broker) => broker.bootstrap.join()
  return {
    environment: { [SHARED_ENV.source]: addressOf(source), [SHARED_ENV.target]: addressOf(target) },
    [Symbol.asyncDispose]: async () => void (await Promise.all([source.close(), target.close()])),
  }
}

/** A file, or all test files of a folder, as the caller's folder sees them. */
async function filesNamed(names: readonly string[]): Promise<string[]> {
  const { INIT_CWD: caller = process.cwd() } = process.env
  const found = await Promise.all(
    names.map((name) => {
      const path = relative(ROOT, resolve(caller, name))
      return path.endsWith('.ts') ? [path] : filesUnder(path)
    }),
  )
  return found.flat()
}

async function filesUnder(folder: string): Promise<string[]> {
  const files: string[] = []
  for await (const file of glob(`${folder}/**/*.test.ts`, { cwd: ROOT })) files.push(file)
  if (files.length === 0) throw new NothingToTest(`There are no *.test.ts files under ${folder}`)
  return files.sort()
}

/** The exit code; 1 where a signal ended it. */
async function runNode(args: readonly string[], environment: Record<string, string>): Promise<number> {
  const env = { ...process.env, ...environment }
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env })
  const terminate = () => child.kill('SIGTERM')
  process.once('SIGTERM', terminate)
  const [code] = await once(child, 'exit')
  process.off('SIGTERM', terminate)
  return code ?? 1
}

// Ctrl-C reaches the tests as well; they end, and then we end in order.
process.on('SIGINT', () => {})

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  const expected = error instanceof MissingTool || error instanceof NothingToTest
  console.error(expected ? error.message : error)
  process.exitCode = 1
}
