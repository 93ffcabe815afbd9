// Where values of variables come from and which of them holds, and which files a topology may read.

import assert from 'node:assert/strict'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { folder, strait } from './strait.ts'

/** Fails with the value of `x` in its message, so that a test can see it. */
const shows = `variable "x" {
  type    = string
  default = "default"

  validation {
    condition     = var.x == ""
    error_message = "x is <\${var.x}>"
  }
}
`

interface Sources {
  readonly files?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly args?: readonly string[]
}

async function valueOfX({ files = {}, env = {}, args = [] }: Sources): Promise<string | undefined> {
  using directory = folder({ 'main.hcl': shows, 'named.vars': 'x = "named"\n', ...files })
  const { stderr } = await strait(['validate', ...args], { cwd: directory.path, env })
  return /x is <(.*)>/.exec(stderr)?.[1]
}

const files = { 'strait.straitvars': 'x = "own"\n' }
const more = { ...files, 'b.auto.straitvars': 'x = "b"\n', 'a.auto.straitvars': 'x = "a"\n' }
const env = { STRAIT_VAR_x: 'environment' }

const order: readonly (readonly [string, Sources, string])[] = [
  ['the default', {}, 'default'],
  ['the environment', { env }, 'environment'],
  ['strait.straitvars', { env, files }, 'own'],
  ['the last of *.auto.straitvars by name', { env, files: more }, 'b'],
  [
    'JSON after its namesake',
    {
      env,
      files: { ...more, 'strait.straitvars.json': '{"x": "c"}', 'b.auto.straitvars.json': '{"x": "%{b}"}' },
    },
    '%{b}',
  ],
  [
    'strait.straitvars.json',
    { files: { ...files, 'strait.straitvars.json': '\uFEFF{"x": "json"}' } },
    'json',
  ],
  [
    '--var-file in JSON',
    { files: { ...more, 'named.json': '{"x": "named"}' }, args: ['--var-file', 'named.json'] },
    'named',
  ],
  ['--var-file', { env, files: more, args: ['--var-file', 'named.vars'] }, 'named'],
  [
    'the last on the command line',
    { files: more, args: ['--var-file', 'named.vars', '--var', 'x=flag'] },
    'flag',
  ],
  ['the last, also when it is a file', { args: ['--var', 'x=flag', '--var-file', 'named.vars'] }, 'named'],
]

for (const [name, sources, expected] of order) {
  test(`of several values for a variable ${name} holds`, async () => {
    assert.equal(await valueOfX(sources), expected)
  })
}

test('an environment that speaks of other topologies is no mistake, a misspelt flag is', async () => {
  using directory = folder({ 'main.hcl': 'locals {}\n' })
  const quiet = await strait(['validate'], { cwd: directory.path, env: { STRAIT_VAR_other: 'x' } })
  assert.deepEqual([quiet.code, quiet.stderr], [0, ''])
  const { code, stderr } = await strait(['validate', '--var', 'other=x'], { cwd: directory.path })
  assert.equal(code, 1)
  assert.match(stderr, /^Error\[ST166\]: A value is given for "other"/)
})

test('a value of the environment that does not fit names where it came from', async () => {
  using directory = folder({ 'main.hcl': 'variable "n" {\n  type = number\n}\n' })
  const { stderr } = await strait(['validate'], { cwd: directory.path, env: { STRAIT_VAR_n: 'many' } })
  assert.match(stderr, /^Error\[ST164\]: The value of STRAIT_VAR_n does not have the variable’s type/)
})

test('a number from outside is written as in HCL', async () => {
  const main = 'variable "n" {\n  type = number\n}\noutput "twice" {\n  value = var.n * 2\n}\n'
  using directory = folder({ 'main.hcl': main })
  const twice = async (n: string): Promise<unknown> => {
    const { stdout } = await strait(['validate', '--json', '--var', `n=${n}`], { cwd: directory.path })
    return (JSON.parse(stdout) as { outputs?: { twice: { value: unknown } } }).outputs?.twice.value
  }
  assert.deepEqual(
    [await twice('1e3'), await twice('1.1'), await twice('1234567890123456789')],
    [2000, 2.2, '2469135780246913578'],
  )
})

const broken: readonly (readonly [string, string, RegExp])[] = [
  ['no JSON', '{\n  "x": "a",\n}\n', /ST197.*\n\n {2}on v\.json line 3:\n {2}3: }/],
  ['no object', '["x"]', /ST197.*\n\n {2}on v\.json line 1:\n {2}1: \["x"\]/],
  [
    'a name twice',
    '{"x": "a",\n "x": "b"}',
    /ST155\]: Value "x" is declared twice\n\n {2}on v\.json line 2:/,
  ],
  [
    'a wrong type',
    '{"y": 1,\n "x": [{"z": "}"}]}',
    /ST164.*\n\n {2}on v\.json line 2,.*\n {2}2: {2}"x": \[\{"z": "\}"\}\]\}\n {6}\^{17}\n/,
  ],
  ['an unknown name', '{"xx": 1}', /Warning\[ST166\].*\n\n {2}on v\.json line 1/],
]

for (const [what, text, message] of broken) {
  test(`a file of values with ${what} is answered at its line`, async () => {
    using directory = folder({ 'main.hcl': shows, 'v.json': text })
    const { stderr } = await strait(['validate', '--var-file', 'v.json'], { cwd: directory.path })
    assert.match(stderr, message)
  })
}

test('a sensitive value in JSON is shown nowhere', async () => {
  const secret = 'variable "x" {\n  type      = number\n  sensitive = true\n}\n'
  using directory = folder({ 'main.hcl': secret, 'v.json': '{"x": {"hidden": 4711}}' })
  const { stderr } = await strait(['validate', '--var-file', 'v.json'], { cwd: directory.path })
  assert.match(stderr, /ST164/)
  assert.equal(/4711|hidden/.test(stderr), false)
})

/** What `file(path)` gives in a directory with a file inside, a link inside, and links that lead out. */
async function readThrough(path: string): Promise<string> {
  using outside = folder({ 'secret.txt': 'outside' })
  using directory = folder({
    'main.hcl': shows.replace('"default"', `file("${path}")`),
    'inside.txt': 'inside',
  })
  const place = (name: string): string => join(directory.path, name)
  mkdirSync(place('sub'))
  writeFileSync(place('sub/deep.txt'), 'deep')
  symlinkSync('inside.txt', place('link.txt'))
  symlinkSync(join(outside.path, 'secret.txt'), place('out.txt'))
  symlinkSync(outside.path, place('out'))
  const { stderr } = await strait(['validate'], { cwd: directory.path })
  return /x is <(.*)>/.exec(stderr)?.[1] ?? /: file: (.*)/.exec(stderr)?.[1] ?? stderr
}

const outsideOnly = 'only files under the directory of the topology can be read, by a relative path with "/"'
const leadsOut = 'a link leads out of the directory of the topology'

test('a module is read below the directory, and not through a link that leads out', async () => {
  using outside = folder({ 'main.hcl': 'locals {}\n' })
  using directory = folder({
    'main.hcl': 'module "in" {\n  source = "./in"\n}\n\nmodule "out" {\n  source = "./out"\n}\n',
  })
  mkdirSync(join(directory.path, 'in'))
  writeFileSync(join(directory.path, 'in/main.hcl'), 'locals {\n  x = missing\n}\n')
  symlinkSync(outside.path, join(directory.path, 'out'))
  const { code, stderr } = await strait(['validate'], { cwd: directory.path })
  assert.equal(code, 1)
  assert.match(
    stderr,
    /Unknown name "missing"\n\n {2}with module\.in,\n {2}on in\/main\.hcl line 2, in locals:\n/,
  )
  assert.match(stderr, /"\.\/out" cannot be used as a module[\s\S]*is a link that leads out of the directory/)
  assert.match(stderr, /\n2 errors\. Nothing was contacted\.\n$/)
})

const reads: readonly (readonly [string, string])[] = [
  ['inside.txt', 'inside'],
  ['sub/../sub/deep.txt', 'deep'],
  ['link.txt', 'inside'],
  ['out.txt', `out.txt: ${leadsOut}`],
  ['out/secret.txt', `out/secret.txt: ${leadsOut}`],
  ['sub', 'sub: this is no file'],
  ['nothing.txt', 'nothing.txt: there is nothing of that name'],
  ['../x', outsideOnly],
  ['/etc/hostname', outsideOnly],
]

for (const [path, expected] of reads) {
  test(`file("${path}") gives: ${expected}`, async () => {
    assert.equal(await readThrough(path), expected)
  })
}
