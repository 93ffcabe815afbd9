// Which ACLs travel with a flow's topics (MM2's rules): literal topic ACLs, renamed; never the right to write,
// because only the agent writes a remote topic. One way and additive: nothing is removed on the target.

import type { Acl } from '../kafka/cluster.ts'
import type { TopicVerdict } from './selection.ts'

/**
 * The ACL as it is to stand on the target, or undefined where it does not travel. Unlike MM2's, a literal `*`
 * stays behind: as a topic name it is useless, and under identity naming it would open every topic of the target.
 */
export function remoteAcl(acl: Acl, select: (topic: string) => TopicVerdict): Acl | undefined {
  if (acl.resourceType !== 'topic' || acl.patternType !== 'literal' || acl.resourceName === '*')
    return undefined
  if (acl.permission === 'allow' && acl.operation === 'write') return undefined
  const verdict = select(acl.resourceName)
  if (!verdict.replicated) return undefined
  const operation = acl.permission === 'allow' && acl.operation === 'all' ? 'read' : acl.operation
  return { ...acl, resourceName: verdict.remoteTopic, operation }
}
