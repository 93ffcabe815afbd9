// A process that applies `everything` to the cluster named on the command line and kills itself, without any
// warning to the code under test, right after the write with the given number. 0 when it came through.

import { applyPlan } from '../../src/apply/apply-plan.ts'
import type { Cluster } from '../../src/kafka/cluster.ts'
import { connectCluster } from '../../src/kafka/connect-cluster.ts'
import { everything } from './everything.ts'

const [bootstrap = '', killAfter = ''] = process.argv.slice(2)
let writes = 0

/** Passes everything through, and counts what comes back from writes. */
function countingWrites(cluster: Cluster): Cluster {
  const counted = async <Answer>(write: Promise<Answer>): Promise<Answer> => {
    const answer = await write
    if (String(writes++) === killAfter) process.kill(process.pid, 'SIGKILL')
    return answer
  }
  return {
    ...cluster,
    createTopics: (topics) => counted(cluster.createTopics(topics)),
    createPartitions: (topics) => counted(cluster.createPartitions(topics)),
    alterTopicConfigs: (changes) => counted(cluster.alterTopicConfigs(changes)),
    createAcls: (acls) => counted(cluster.createAcls(acls)),
    deleteTopics: (topics) => counted(cluster.deleteTopics(topics)),
    deleteAcls: (acls) => counted(cluster.deleteAcls(acls)),
    commitOffsets: (groupId, offsets) => counted(cluster.commitOffsets(groupId, offsets)),
    append: (topic, records) => counted(cluster.append(topic, records)),
  }
}

const cluster = connectCluster('eu', { bootstrap: [bootstrap], clientId: 'killed', security: {} })
const result = await applyPlan(everything, {
  clusters: new Map([['eu', countingWrites(cluster)]]),
  revision: { commit: null, dirty: false, author: null, appliedBy: null },
  // One name for all, so that nobody has to wait for the silence of the killed one: that has its own test.
  holder: 'killed',
})
await cluster.close()
process.exit(result.outcome === 'done' ? 0 : 1)
