import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Context } from '../../src/cli/context.ts'
import { type View, watch } from '../../src/cli/watching.ts'
import { StraitError } from '../../src/errors/strait-error.ts'

const view = (name: string): View => ({ document: { name }, text: (width) => `${name} in ${width}` })
const silence = new StraitError('ST300', 'nobody answers at a:1, which is \u001b[2J far away')
const end = new Error('the end of the test')

/** What is shown while `look` gives these, one after the other. */
async function shown({ live = false, json = false }, ...looks: readonly (View | Error)[]): Promise<string[]> {
  const texts: string[] = []
  let width = 40
  let resized = (): void => assert.fail('nobody listens')
  const terminal: Context['terminal'] = {
    print: (text) => void texts.push(text),
    note: () => {},
    colour: { stdout: false, stderr: false },
    columns: width,
    get tableColumns() {
      return width
    },
    noteColumns: width,
    redraw: (text) => void texts.push(text),
    interactive: live,
    live,
    liveNotes: live,
    onResize: (listener) => {
      resized = listener
      return () => {}
    },
  }
  const left = [...looks, end]
  const look = async (): Promise<View> => {
    const next = left.shift() ?? end
    if (next === end && live) {
      width = 20
      resized()
    }
    if (next instanceof Error) throw next
    return next
  }
  const context: Context = { terminal, json, path: (path) => path, shown: (path) => path }
  await assert.rejects(watch(context, look, { intervalMs: 1 }), end)
  return texts.map((text) => text.replaceAll(/\d\d:\d\d:\d\d/g, 'TIME'))
}

const head = 'as of TIME, every 0.001 s; Ctrl-C e…'

test('a cluster that does not answer is told below what was seen last', async () => {
  assert.deepEqual(await shown({}, view('one'), silence, view('two')), [
    `${head}\n\none in 40\n`,
    `${head}\n\none in 40\n\nError[ST300]: nobody answers at a:1,\nwhich is <U+001B>[2J far away\n`,
    `${head}\n\ntwo in 40\n`,
  ])
})

test('with --json each view is a line, and so is each failure', async () => {
  const lines = await shown({ json: true }, view('one'), silence)
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)).map(({ name, failure_reason }) => name ?? failure_reason),
    ['one', 'unreachable'],
  )
})

test('a window that is resized is drawn anew at once', async () => {
  assert.equal((await shown({ live: true }, view('one'))).at(-1)?.split('\n\n')[1], 'one in 20')
})
