// `npm run test:completion`: completion in zsh and fish, and the man page as mandoc reads it. Installs these from
// Debian's packages where they are missing.

import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const tools = ['zsh', 'fish', 'mandoc']
const missing = tools.filter((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0)
if (missing.length > 0) install(missing)
const { status } = spawnSync(
  process.execPath,
  ['--test', 'test/shells/zsh-fish.ts', 'test/shells/mandoc.ts'],
  { cwd: root, stdio: 'inherit' },
)
process.exitCode = status ?? 1

function install(packages: readonly string[]): void {
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo']
  for (const step of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...packages],
  ]) {
    const [command = '', ...args] = [...asRoot, 'apt-get', ...step]
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    if (spawnSync(command, args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0) continue
    console.error(`install ${packages.join(', ')} and run this again: ${command} ${args.join(' ')} failed`)
    process.exit(1)
  }
}
