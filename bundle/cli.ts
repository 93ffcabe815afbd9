// `npm run build`: writes dist/, what the npm package carries. Node strips no types under node_modules, and a command
// that loads a few files starts sooner than one that loads two hundred: each command is one entry with what it shares
// with others, and the packages that most commands need are inside. The others stay packages, because they are
// native or rarely loaded. Of HashiCorp's parser the part that answers is a file of its own (trim-parser.ts).

import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { hclTexts } from './hcl-texts.ts'
import { licencesOf } from './licences.ts'
import { requireBanner, root } from './root.ts'
import { trimParser } from './trim-parser.ts'

const inside: readonly string[] = ['commander', 'diff', 're2js', 'simple-git', 'zod']

const { dependencies }: { readonly dependencies: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
)
for (const name of inside) assert(name in dependencies, `${name} is no dependency`)

/** Instead of the package, for the thread that asks it. */
const parserFile = 'hcl2-parser.cjs'
const parserTrimmed: Plugin = {
  name: 'parser',
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/hcl\/reference-worker\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8')
      assert(source.includes("('hcl2-parser')"), `${path} loads the parser in another way`)
      return { contents: source.replace("('hcl2-parser')", `('./${parserFile}')`) }
    })
  },
}

rmSync(join(root, 'dist'), { recursive: true, force: true })
const { metafile, outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: ['src/cli/main.ts', 'src/hcl/reference-worker.js'],
  // Two folders deep, as the sources: what is read from the package stands at the same place.
  outdir: 'dist/cli',
  entryNames: '[name]',
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  metafile: true,
  write: false,
  platform: 'node',
  target: 'node22.22',
  format: 'esm',
  minifyWhitespace: true,
  legalComments: 'none',
  external: Object.keys(dependencies).filter((name) => !inside.includes(name)),
  plugins: [parserTrimmed],
  logLevel: 'error',
})
mkdirSync(join(root, 'dist/cli'), { recursive: true })
for (const { path, text } of outputFiles) {
  // Making a `require` costs more than loading a small file: only what was CommonJS gets one.
  const code = /\brequire\b/.test(text) ? text.replace(/^(#!.*\n)?/, `$1${requireBanner}\n`) : text
  writeFileSync(path, code, { mode: code.startsWith('#!') ? 0o755 : 0o644 })
}
writeFileSync(join(root, 'dist/cli', parserFile), await trimParser(hclTexts()))
const inputs = [...Object.keys(metafile.inputs), 'node_modules/hcl2-parser/package.json']
writeFileSync(join(root, 'dist/LICENSES.txt'), licencesOf(inputs))
