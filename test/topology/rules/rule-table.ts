// Tables for rules: a topology beside two plain clusters, and what one code has to say about it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Code } from '../../../src/errors/codes.ts'
import { loadTopology } from '../../../src/topology/load-topology.ts'

/** Declared beside every row, unless the row is a whole topology of its own. */
const clusters = `
  cluster "us" { bootstrap = ["us.example.com:9092"] }
  cluster "eu" { bootstrap = ["eu.example.com:9092"] }
`

export interface Row {
  readonly name: string
  readonly hcl: string
  /** As `2:12 summary`, in order of place. */
  readonly says: readonly string[]
  /** The row declares its clusters itself. */
  readonly alone?: boolean
}

/** One test per row; diagnostics of other codes are left out. */
export function ruleTable(code: Code, rows: readonly Row[]): void {
  for (const { name, hcl, says, alone } of rows) {
    test(`${name}: ${says.length === 0 ? 'nothing is said' : says.join('; ')}`, () => {
      const files = [{ filename: 'main.hcl', text: hcl }]
      if (alone !== true) files.push({ filename: 'clusters.hcl', text: clusters })
      const { diagnostics } = loadTopology({ files, version: '0.1.0' })
      const said = diagnostics
        .filter((diagnostic) => diagnostic.code === code)
        .map(({ subject, summary }) => `${subject?.start.line}:${subject?.start.column} ${summary}`)
      assert.deepEqual(said, says)
    })
  }
}

/** A flow from us to eu with `lines` in it; the first of them is line 3. */
export function flow(...lines: readonly string[]): string {
  return ['flow "f" {', 'source = cluster.us', ...lines, 'target = cluster.eu', '}'].join('\n')
}

/** The same with topics to copy. */
export function copying(...lines: readonly string[]): string {
  return flow(...lines, 'topics { include = ["orders"] }')
}

/** A cluster with `lines` in it; the first of them is line 2. */
export function cluster(...lines: readonly string[]): string {
  return ['cluster "c" {', ...lines, '}'].join('\n')
}
