// Whatever a name holds, the runner's log and its annotations hold commands of ours alone, and nothing that a terminal
// acts on. What a page makes of names is looked at by npm run test:action, which has a page.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { openLog } from '../../src/cli/action/log.ts'
import { printDiagnostics } from '../../src/errors/print-diagnostic.ts'
import { annotations } from '../../src/github/annotation.ts'
import { markerLine, readMarker } from '../../src/github/marker.ts'
import { fileEntry } from '../../src/github/workflow-command.ts'
import { renderPlan } from '../../src/render/plan-text.ts'
import { assertProperty } from '../fuzz.ts'
import { shownPlans } from '../render/plans.ts'
import { hostileName } from './hostile-pieces.ts'
import { named } from './named-plan.ts'

/** A line break is ours, and nothing else of the kind. */
const acting = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|##\[/u

const place = { filename: '', start: { line: 1, column: 1, byte: 0 }, end: { line: 1, column: 2, byte: 1 } }

function diagnosticOf(name: string) {
  const subject = { ...place, filename: `topology/${name}.hcl` }
  const severity = name.length % 2 === 0 ? 'error' : 'warning'
  return {
    severity,
    code: 'ST160',
    summary: name,
    detail: `${name}\n${name}`,
    suggestion: name,
    subject,
  } as const
}

/** The commands that GitHub's runner obeys in what a step prints. */
function obeyed(text: string): string[] {
  let token: string | undefined
  return text.split(/\r\n|\n|\r/).flatMap((line) => {
    const [, name = '', value = ''] = /^\s*::([a-z-]+)(?: [^:]*)?::(.*)$/.exec(line) ?? []
    if (token !== undefined) {
      if (line.trim() === `::${token}::`) token = undefined
      return []
    }
    if (name === 'stop-commands') token = value
    else if (name !== '') return [name]
    return line.includes('##[') ? ['##['] : []
  })
}

test('an annotation is one line with one command, whatever it is about', () => {
  assertProperty(
    fc.property(hostileName, (name) => {
      const lines = annotations([diagnosticOf(name)], { file: (given) => given })
      assert.equal(lines.length, 1)
      const [line = ''] = lines
      assert.doesNotMatch(line, acting)
      const [, properties = ''] = /^::(?:error|warning) ([^:]*)::/.exec(line) ?? []
      assert.deepEqual(
        properties.split(',').map((each) => each.replace(/=.*/, '')),
        ['file', 'line', 'endLine', 'col', 'endColumn', 'title'],
      )
    }),
  )
})

test('the runner obeys nothing that is printed, and the commands between', () => {
  assertProperty(
    fc.property(fc.array(hostileName, { maxLength: 5 }), (names) => {
      let text = ''
      const log = openLog((more) => {
        text += more
      })
      for (const name of names) {
        log.terminal.print(name)
        log.terminal.print(
          printDiagnostics([diagnosticOf(name)], { sources: new Map(), color: false, width: 80 }),
        )
        for (const line of annotations([diagnosticOf(name)], { file: (given) => given })) log.command(line)
      }
      log.close()
      assert.doesNotMatch(text, acting)
      assert.deepEqual(
        obeyed(text),
        names.map((name) => diagnosticOf(name).severity),
      )
    }),
  )
})

test('the text of a plan acts on no terminal', () => {
  assertProperty(
    fc.property(hostileName, fc.constantFrom(...Object.values(shownPlans)), (name, plan) => {
      assert.doesNotMatch(renderPlan(named(plan, name), { color: false, width: 100 }), acting)
    }),
    { numRuns: 60 },
  )
})

test('a marker is one comment of HTML, and is read as it was written', () => {
  assertProperty(
    fc.property(hostileName, (name) => {
      const marker = { v: 1, key: name.toWellFormed(), head: name.toWellFormed(), fp: 'x' } as const
      const line = markerLine('plan', marker)
      assert.match(line, /^[ -~]+$/)
      assert.equal(line.match(/<|>|--/g)?.length, 4)
      assert.deepEqual(readMarker('plan', `${line}\nx`), marker)
    }),
  )
})

test('an output ends where it ends', () => {
  assertProperty(
    fc.property(hostileName, (name) => {
      const entry = fileEntry('changes', name, 'strait-1')
      assert.equal(entry.split('\n').filter((line) => line === 'strait-1').length, 1)
    }),
  )
})
