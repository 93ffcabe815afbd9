// Strait as a user runs it: `strait up` on a topology of one flow.

import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Contestant, Course } from './contestant.ts'

const MAIN = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))

export const strait: Contestant = {
  name: 'strait',
  remoteTopic: (topic) => `source.${topic}`,
  async start(course) {
    const topology = join(course.folder, 'topology')
    await mkdir(topology, { recursive: true })
    await writeFile(join(topology, 'bench.hcl'), hcl(course))
    const log = openSync(join(course.folder, 'strait.log'), 'w')
    return spawn(process.execPath, [MAIN, 'up', topology, '--yes'], { stdio: ['ignore', log, log] })
  },
}

function hcl({ source, target, topic }: Course): string {
  return `cluster "source" {
  bootstrap = ${JSON.stringify(source.bootstrap)}
}

cluster "target" {
  bootstrap = ${JSON.stringify(target.bootstrap)}
}

flow "bench" {
  source = cluster.source
  target = cluster.target

  topics {
    include = ["${topic}"]
  }
}
`
}
