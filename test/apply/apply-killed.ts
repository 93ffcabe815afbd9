// A process that applies the plan of a file to the cluster named on the command line and kills itself, without any
// warning to the code under test, right after the write with the given number, and says which write that was. 0 when it
// came through.

import { readFileSync, writeSync } from 'node:fs'
import { applyPlan } from '../../src/apply/apply-plan.ts'
import type { Cluster } from '../../src/kafka/cluster.ts'
import { connectCluster } from '../../src/kafka/connect-cluster.ts'
import type { Plan } from '../../src/plan/plan-file.ts'

const [bootstrap = '', killAfter = '', planFile = ''] = process.argv.slice(2)
const plan: Plan = JSON.parse(readFileSync(planFile, 'utf8'))
let writes = 0

/** Passes everything through, and counts what comes back from writes. */
function countingWrites(cluster: Cluster): Cluster {
  const counted = async <Answer>(what: string, write: Promise<Answer>): Promise<Answer> => {
    const answer = await write
    if (String(writes++) === killAfter) {
      writeSync(1, what)
      process.kill(process.pid, 'SIGKILL')
    }
    return answer
  }
  return {
    ...cluster,
    createTopics: (topics) => counted('create topics', cluster.createTopics(topics)),
    createPartitions: (topics) => counted('grow topics', cluster.createPartitions(topics)),
    alterTopicConfigs: (changes) => counted('alter configs', cluster.alterTopicConfigs(changes)),
    createAcls: (acls) => counted('create ACLs', cluster.createAcls(acls)),
    deleteTopics: (topics) => counted('delete topics', cluster.deleteTopics(topics)),
    deleteAcls: (acls) => counted('delete ACLs', cluster.deleteAcls(acls)),
    commitOffsets: (...commit) => counted('commit offsets', cluster.commitOffsets(...commit)),
    deleteOffsets: (...places) => counted('delete offsets', cluster.deleteOffsets(...places)),
    append: (topic, records) => counted(`append to ${topic}`, cluster.append(topic, records)),
  }
}

const cluster = connectCluster('eu', { bootstrap: [bootstrap], clientId: 'killed', security: {} })
const result = await applyPlan(plan, {
  clusters: new Map([['eu', countingWrites(cluster)]]),
  revision: { commit: null, dirty: false, author: null, appliedBy: null },
  // One name for all, so that nobody has to wait for the silence of the killed one: that has its own test.
  holder: 'killed',
})
await cluster.close()
process.exit(result.outcome === 'done' ? 0 : 1)
