// The rules over a whole topology, in the order in which a reader would want to hear of them.

import type { Diagnostic } from '../errors/diagnostic.ts'
import type { Draft } from './draft.ts'
import { aclBlock } from './rules/acl-block.ts'
import type { DraftRule } from './rules/draft-rule.ts'
import { emptySelection } from './rules/empty-selection.ts'
import { notBuiltYet } from './rules/not-built-yet.ts'
import { passwordWithoutTls } from './rules/password-without-tls.ts'
import { replicationCycle } from './rules/replication-cycle.ts'
import { sameRemoteTopic } from './rules/same-remote-topic.ts'
import { separator } from './rules/separator.ts'
import { sourceIsTarget } from './rules/source-is-target.ts'
import { tlsFiles } from './rules/tls-files.ts'

const rules: readonly DraftRule[] = [
  sourceIsTarget,
  separator,
  emptySelection,
  replicationCycle,
  sameRemoteTopic,
  passwordWithoutTls,
  notBuiltYet,
  tlsFiles,
  aclBlock,
]

/** What every rule has to say about the draft. */
export function checkDraft(draft: Draft): Diagnostic[] {
  return rules.flatMap((rule) => rule(draft))
}
