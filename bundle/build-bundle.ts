// The action as one file: what GitHub runs, without node_modules beside it. The same sources and the same lock file
// give the same bytes, so a test can prove that the committed file is what the sources make.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { version } from '../src/cli/version.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

export const bundleFile: string = fileURLToPath(new URL('../action/index.mjs', import.meta.url))

/** CommonJS inside needs its `require`. */
const banner = `// Made by npm run bundle from src/cli/action/main.ts. Do not edit.
import { createRequire as bundledRequire } from 'node:module'
const require = bundledRequire(import.meta.url)`

export const licencesFile: string = fileURLToPath(new URL('../action/LICENSES.txt', import.meta.url))

export interface Bundle {
  readonly code: string
  /** Of every package that is part of it. */
  readonly licences: string
}

/** Writes nothing. */
export async function buildBundle(): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/action/main.ts'],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // Names stay: shortened ones change all over the file with every change, and git stores each version whole.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    banner: { js: banner },
    alias: {
      '@node-rs/crc32': './bundle/native.ts',
      'lz4-napi': './bundle/native.ts',
      snappy: './bundle/native.ts',
      '@platformatic/wasm-utils': '@platformatic/wasm-utils/bundled',
    },
    plugins: [versionWritten, requiredInside],
    logLevel: 'error',
  })
  return { code: outputFiles[0]?.text ?? '', licences: licencesOf(Object.keys(metafile.inputs)) }
}

function licencesOf(inputs: readonly string[]): string {
  const packages = inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path) ?? [])
  return [...new Set(packages)]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
      const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry))
      const text = file === undefined ? '' : `\n${readFileSync(join(root, folder, file), 'utf8').trim()}\n`
      return `${name} ${version}: ${license}\n${text}`
    })
    .join(`\n${'-'.repeat(80)}\n\n`)
}

/** A checkout reads its version from package.json, which does not stand beside the bundle. */
const versionWritten: Plugin = {
  name: 'version',
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/cli\/version\.ts$/ }, () => ({
      contents: `export const version = ${JSON.stringify(version)}`,
    }))
  },
}

/** CommonJS that sources load at run time, by a `require` of their own that a bundler does not see. */
const requiredInside: Plugin = {
  name: 'required',
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8')
      if (!source.includes('createRequire(')) return undefined
      const contents = source
        .replace('const require = createRequire(import.meta.url)\n', '\n')
        .replace('createRequire(import.meta.url)(', 'require(')
      assert(!contents.includes('createRequire('), `${path} loads CommonJS in another way`)
      return { contents, loader: 'ts' }
    })
  },
}
