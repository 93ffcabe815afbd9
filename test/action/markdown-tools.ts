// What a page of GitHub is made with: a renderer of its Markdown, mermaid's own parser, and a document for both to work
// on. None of it is needed to run or to build Strait, so it is installed once, outside the work tree.

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

const packages = [
  'jsdom@29.1.1',
  'mermaid@11.17.2',
  'micromark@4.0.3',
  'micromark-extension-gfm@3.0.0',
] as const
const run = promisify(execFile)

/** The folder that they are installed in. */
export async function installMarkdownTools(tell: (step: string) => void): Promise<string> {
  const parent = join(homedir(), '.cache', 'strait')
  const folder = join(parent, `markdown-${packages.map((name) => name.replace(/^.*@/, '')).join('-')}`)
  if (existsSync(folder)) return folder
  tell(`installing ${packages.join(', ')}`)
  await mkdir(parent, { recursive: true })
  const made = await mkdtemp(join(parent, 'markdown-'))
  await writeFile(join(made, 'package.json'), '{}')
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--no-save', '--loglevel=error']
  await run('npm', ['install', ...quiet, ...packages], { cwd: made })
  await rename(made, folder).catch(() => rm(made, { recursive: true, force: true }))
  return folder
}

/** The little that the tests use of them. */
export interface MarkdownTools {
  /** As GitHub renders a comment, before it takes out what it does not allow. */
  readonly render: (markdown: string) => string
  /** A document with that body. */
  readonly parse: (html: string) => ParsedPage
  /** Rejects with mermaid's complaint. */
  readonly parseDiagram: (text: string) => Promise<unknown>
}

export interface PageElement {
  readonly localName: string
  readonly textContent: string
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>
  readonly remove: () => void
}

export interface ParsedPage {
  readonly querySelectorAll: (selector: string) => Iterable<PageElement>
  readonly body: PageElement
}

export async function loadMarkdownTools(folder: string): Promise<MarkdownTools> {
  const from = createRequire(join(folder, 'package.json'))
  const load = (name: string) => import(pathToFileURL(from.resolve(name)).href)
  const { JSDOM } = await load('jsdom')
  const { window } = new JSDOM('')
  Object.assign(globalThis, { window, document: window.document })
  const [{ micromark }, { gfm, gfmHtml }, { default: mermaid }] = await Promise.all([
    load('micromark'),
    load('micromark-extension-gfm'),
    import(pathToFileURL(join(folder, 'node_modules/mermaid/dist/mermaid.core.mjs')).href),
  ])
  const options = { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] }
  return {
    render: (markdown) => micromark(markdown, options),
    parse: (html) => new JSDOM(html).window.document,
    parseDiagram: (text) => mermaid.parse(text),
  }
}
