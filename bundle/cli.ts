// `npm run build`: writes dist/, what the npm package carries. Node strips no types under node_modules, and a command
// that loads a few files starts sooner than one that loads two hundred: each command is one entry with what it shares
// with others, and the packages that every command needs are inside. The others stay packages, because they are
// native or rarely loaded; so does HashiCorp's parser, which a bundler only makes slower to compile.

import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { licencesOf } from './licences.ts'
import { requireBanner, root } from './root.ts'

const inside: readonly string[] = ['commander', 're2js', 'zod']

const { dependencies }: { readonly dependencies: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
)
for (const name of inside) assert(name in dependencies, `${name} is no dependency`)

rmSync(join(root, 'dist'), { recursive: true, force: true })
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['src/cli/main.ts', 'src/hcl/reference-worker.js'],
  // Two folders deep, as the sources: what is read from the package stands at the same place.
  outdir: 'dist/cli',
  entryNames: '[name]',
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  metafile: true,
  platform: 'node',
  target: 'node22.22',
  format: 'esm',
  minifyWhitespace: true,
  legalComments: 'none',
  banner: { js: requireBanner },
  external: Object.keys(dependencies).filter((name) => !inside.includes(name)),
  logLevel: 'error',
})
writeFileSync(join(root, 'dist/LICENSES.txt'), licencesOf(Object.keys(metafile.inputs)))
