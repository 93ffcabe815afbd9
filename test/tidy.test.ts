// The house rules that a machine can check: rooms and their direction, sizes, documented error codes, a README
// that tells the truth. Each finding names the place, so that a failure reads like a list of things to do.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { commands } from '../src/cli/command-table.ts'
import { manPage } from '../src/cli/man-page.ts'
import { codes } from '../src/errors/codes.ts'
import { documentedCommands, findingsOn } from './tidy/command-pages.ts'
import {
  codeOf,
  filesUnder,
  functionsOf,
  importsOf,
  isScript,
  reachedFrom,
  root,
  textOf,
} from './tidy/source-tree.ts'

/** A room imports only from itself and from rooms that stand before it. */
const rooms = [
  'std',
  'errors',
  'hcl',
  'wire',
  'kafka',
  'topology',
  'mirror',
  'live',
  'plan',
  'migrate',
  'render',
  'agent',
  'apply',
  'operate',
  'github',
  'cli',
]

const fileLinesMax = 400
const functionLinesMax = 70

const sources = filesUnder('src').filter(isScript)
const scripts = filesUnder('src', 'test', 'demo', 'bench', 'bundle').filter(isScript)
const roomOf = (path: string): string => path.split('/')[1] ?? ''

test('every room of src is in the table', () => {
  assert.deepEqual(
    [...new Set(sources.map(roomOf))].filter((room) => !rooms.includes(room)),
    [],
  )
})

test('a room imports only from itself and from rooms before it, and hcl and wire never meet', () => {
  const findings = sources.flatMap((path) =>
    importsOf(path).flatMap(({ file }) => {
      if (file === undefined || !file.startsWith('src/')) return []
      const [room, imported] = [roomOf(path), roomOf(file)]
      const meets = room === 'wire' && imported === 'hcl'
      return meets || rooms.indexOf(imported) > rooms.indexOf(room) ? [`${path} imports ${file}`] : []
    }),
  )
  assert.deepEqual(findings, [])
})

test('src imports nothing from outside src', () => {
  const findings = sources.flatMap((path) =>
    importsOf(path)
      .filter(({ file }) => file !== undefined && !file.startsWith('src/') && file !== 'package.json')
      .map(({ specifier }) => `${path} imports ${specifier}`),
  )
  assert.deepEqual(findings, [])
})

test('the map of rooms in ARCHITECTURE.md is the table of this test, in order', () => {
  const listed = [...textOf('ARCHITECTURE.md').matchAll(/^\| `([a-z]+)\/` \|/gm)].map(([, room]) => room)
  assert.deepEqual(listed, rooms)
})

test(`no file is longer than ${fileLinesMax} lines`, () => {
  const findings = scripts
    .map((path) => ({ path, lines: textOf(path).split('\n').length - 1 }))
    .filter(({ lines }) => lines > fileLinesMax)
  assert.deepEqual(findings, [])
})

test(`no function of src is longer than ${functionLinesMax} lines`, () => {
  const findings = sources.flatMap((path) =>
    functionsOf(path)
      .filter(({ lines }) => lines > functionLinesMax)
      .map(({ name, line, lines }) => `${path}:${line} ${name} has ${lines} lines`),
  )
  assert.deepEqual(findings, [])
})

test('the function scan sees declarations, methods and arrows', () => {
  const seen = sources.reduce((sum, path) => sum + functionsOf(path).length, 0)
  const declared = sources.reduce(
    (sum, path) => sum + (textOf(path).match(/^(export )?(async )?function\b/gm) ?? []).length,
    0,
  )
  assert.ok(seen >= declared, `${seen} seen, ${declared} declared`)
})

/** Written ahead for failover and divergence checks; each has its tests. */
const ahead = [
  'src/mirror/offset-sync-store.ts',
  'src/wire/messages/offset-for-leader-epoch.ts',
  'src/wire/messages/write-txn-markers.ts',
]

/** What package.json runs, and what the action's bundle is made from. */
const entries = ['package.json', 'bundle/build-bundle.ts'].flatMap(
  (path) => textOf(path).match(/(?<!\.\/)src\/[\w/-]+\.ts/g) ?? [],
)

test('no source file is an orphan', () => {
  const reached = reachedFrom(entries)
  assert.deepEqual(
    sources.filter((path) => !reached.has(path) && !ahead.includes(path)),
    [],
  )
})

test('what is written ahead is used by nothing but its tests', () => {
  const reached = reachedFrom(entries)
  const tested = reachedFrom(filesUnder('test').filter((path) => path.endsWith('.test.ts')))
  assert.deepEqual(
    ahead.filter((path) => reached.has(path) || !tested.has(path)),
    [],
  )
})

test('every property is tried with the seed of the run, which is told', () => {
  const findings = filesUnder('test').filter(
    (path) => path !== 'test/fuzz.ts' && /\bfc[.](?:assert|check)[(]/.test(textOf(path)),
  )
  assert.deepEqual(findings, [])
})

test('every source file opens with a comment on what it is responsible for', () => {
  const findings = sources.filter((path) => !/^(#!.*\n)?\/\//.test(textOf(path)))
  assert.deepEqual(findings, [])
})

test('src has no any, no non-null assertion, no enum, no namespace and no default export', () => {
  const forbidden = [
    /(?::|<|\bas|\||,)\s*any\b(?!\()/,
    /[\w)\]]!(?=[.;,)\]\s[]|$)(?!=)/,
    /^\s*(export )?(const )?enum /,
    /^\s*(export )?namespace /,
    /^export default/,
  ]
  const findings = sources.flatMap((path) =>
    codeOf(textOf(path))
      .split('\n')
      .flatMap((line, index) =>
        forbidden.some((rule) => rule.test(line)) ? [`${path}:${index + 1} ${line.trim()}`] : [],
      ),
  )
  assert.deepEqual(findings, [])
})

test('no file is a barrel or a drawer', () => {
  const findings = filesUnder('src', 'test').filter((path) =>
    /\/(index|utils?|helpers?|types|common|misc)\.ts$/.test(path),
  )
  assert.deepEqual(findings, [])
})

test('only cli prints, reads the environment, handles signals or exits', () => {
  const outlet = /\bconsole\.|\bprocess\.(env|exit|exitCode|on|once|stdout|stderr|argv)\b/
  const findings = sources
    .filter((path) => roomOf(path) !== 'cli')
    .flatMap((path) =>
      codeOf(textOf(path))
        .split('\n')
        .flatMap((line, index) => (outlet.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
    )
  assert.deepEqual(findings, [])
})

test('the pure rooms use no clock and no input or output', () => {
  const impure =
    /\bDate\.now\(|\bnew Date\(\)|\bperformance\.|\bMath\.random\(|'node:(fs|net|tls|http|https|child_process|timers)/
  const findings = sources
    .filter((path) => ['plan', 'mirror', 'topology'].includes(roomOf(path)))
    .flatMap((path) =>
      textOf(path)
        .split('\n')
        .flatMap((line, index) => (impure.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
    )
  assert.deepEqual(findings, [])
})

test('every error code is used in src and documented in docs/errors.md', () => {
  const documented = new Set(textOf('docs/errors.md').match(/(?<=^\| )ST\d+(?= \|)/gm))
  const code = sources
    .filter((path) => path !== 'src/errors/codes.ts')
    .map(textOf)
    .join('\n')
  const known = Object.keys(codes)
  assert.deepEqual(
    known.filter((name) => !documented.has(name)),
    [],
    'codes without a row in docs/errors.md',
  )
  assert.deepEqual(
    [...documented].filter((name) => !known.includes(name)),
    [],
    'rows of docs/errors.md without a code',
  )
  assert.deepEqual(
    known.filter((name) => !code.includes(name)),
    [],
    'codes that nothing uses',
  )
})

test('docs/errors.md tells of every code its summary, how it comes about and the way out', () => {
  const rows = [...textOf('docs/errors.md').matchAll(/^\| (ST\d+) \| (.+) \|$/gm)]
  const summaries = new Map(Object.entries(codes).map(([code, { summary }]) => [code, summary]))
  const findings = rows.flatMap(([, code = '', text = '']) => {
    const [means = '', cause = '', remedy = '', ...more] = text.split(/(?<!\\) \| /)
    if (means.replace(/ \(retried\)$/, '') !== summaries.get(code))
      return [`${code}: "${means}" is not its summary`]
    return cause === '' || remedy === '' || more.length > 0
      ? [`${code}: wants summary, cause and remedy`]
      : []
  })
  assert.deepEqual(findings, [])
})

test('error codes stand in order, in the range of their room', () => {
  const known = Object.keys(codes)
  assert.deepEqual(known, [...known].sort())
})

test('package scripts named in the pages exist', () => {
  const manifest: { scripts: Record<string, string> } = JSON.parse(textOf('package.json'))
  const pages = ['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', ...filesUnder('docs')]
  const findings = pages.flatMap((path) =>
    [...textOf(path).matchAll(/npm run (?:-s )?([\w:-]+)/g)]
      .map(([, script = '']) => script)
      .filter((script) => manifest.scripts[script] === undefined)
      .map((script) => `${path}: npm run ${script}`),
  )
  assert.deepEqual(findings, [])
})

test('package scripts run files that exist', () => {
  const scriptFiles = textOf('package.json').match(/(?<="node )[\w./-]+\.ts/g) ?? []
  assert.ok(scriptFiles.length > 0)
  assert.deepEqual(
    scriptFiles.filter((path) => !existsSync(join(root, path))),
    [],
  )
})

const commandNames = commands
  .filter(({ hidden }) => hidden !== true)
  .map(({ name }) => name.split(' ')[0] ?? name)

test('commands named in the pages exist', () => {
  assert.ok(commandNames.includes('plan'))
  const pages = ['README.md', 'CONTRIBUTING.md', ...filesUnder('docs')]
  const findings = pages.flatMap((path) =>
    [...textOf(path).matchAll(/(?:\bstrait --|^\s*|`|\$ |&& )strait ([a-z]+)\b/gm)]
      .map(([, name = '']) => name)
      .filter((name) => !commandNames.includes(name) && name !== 'help')
      .map((name) => `${path}: strait ${name}`),
  )
  assert.deepEqual(findings, [])
})

test('every command has a page and every page its command', () => {
  const pages = filesUnder('docs/commands').map((path) => path.replace(/^docs\/commands\/|\.md$/g, ''))
  assert.deepEqual(pages, [...new Set(commandNames)].sort())
})

test('a command page has usage, every flag and no other, an example and the exit codes', () => {
  const described = documentedCommands()
  assert.ok(described.length >= 13)
  const findings = described.flatMap((command) => {
    const path = `docs/commands/${command.name}.md`
    return findingsOn(textOf(path), command).map((finding) => `${path}: ${finding}`)
  })
  assert.deepEqual(findings, [])
})

test('man/strait.1 is what npm run man writes', () => {
  assert.ok(textOf('man/strait.1') === manPage(), 'run npm run man')
})

test('every example validates', () => {
  const examples = [...new Set(filesUnder('examples').map((path) => path.split('/').slice(0, 2).join('/')))]
  const directories = examples.filter((path) => !path.endsWith('.md'))
  assert.ok(directories.length > 0)
  for (const directory of directories) {
    execFileSync(process.execPath, ['src/cli/main.ts', 'validate', directory], { cwd: root, stdio: 'pipe' })
  }
})

test('pages and code name only public hosts and the loopback', () => {
  const allowed =
    /^([a-z]|localhost|127\.0\.0\.1|\[::1\]|(.+\.)?example\.(com|org|net)|(.+\.)?apache\.org|repo1\.maven\.org|(.+\.)?maven\.org|(.+\.)?github\.com|github\.com|json-schema\.org|www\.w3\.org|(.+\.)?nodejs\.org|(.+\.)?npmjs\.(com|org)|(.+\.)?adoptium\.net|no-color\.org|force-color\.org|keepachangelog\.com|semver\.org|opensource\.org|(.+\.)?hashicorp\.com|\$\{.*)$/
  const kept = filesUnder('.').filter((path) => /\.(ts|md|json|yml|yaml|hcl|sh|xml)$|^\.ci\//.test(path))
  const findings = kept
    .filter((path) => path !== 'package-lock.json')
    .flatMap((path) =>
      [...textOf(path).matchAll(/https?:\/\/([^\s/:"'`)>\]]+|\[::1\])/g)]
        .map(([, host = '']) => host)
        .filter((host) => !allowed.test(host))
        .map((host) => `${path}: ${host}`),
    )
  assert.deepEqual(findings, [])
})

test('the lock file points at no private registry', () => {
  const resolved = [...textOf('package-lock.json').matchAll(/"resolved": "https?:\/\/([^/"]+)/g)]
  assert.deepEqual(
    [...new Set(resolved.map(([, host]) => host))].filter((host) => host !== 'registry.npmjs.org'),
    [],
  )
})
