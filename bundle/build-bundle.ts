// The action as one file: what GitHub runs, without node_modules beside it. The same sources and the same lock file
// give the same bytes, so a test can prove that the committed file is what the sources make.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { version } from '../src/cli/version.ts'
import { licencesOf } from './licences.ts'
import { requireBanner, root } from './root.ts'

export const bundleFile: string = fileURLToPath(new URL('../action/index.mjs', import.meta.url))

const banner = `// Made by npm run bundle from src/cli/action/main.ts. Do not edit.
${requireBanner}`

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
    onLoad({ filter: /\/src\/.*\.[jt]s$/ }, ({ path }) => {
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
