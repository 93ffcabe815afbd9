// The command that grants what is missing, as Kafka's own tool takes it.

export interface Grant {
  /** Null or undefined where only the brokers know it, as with a client certificate. */
  readonly principal: string | null | undefined
  /** In the words of Kafka's ACLs, in lower case. */
  readonly operations: readonly string[]
  readonly resourceType: 'cluster' | 'topic' | 'group' | 'transactional_id'
  readonly names: readonly string[]
  /** On whatever begins with the names. */
  readonly prefixed?: boolean
}

export function grantCommand({
  principal,
  operations,
  resourceType,
  names,
  prefixed = false,
}: Grant): string {
  const verbs = operations.map((operation) => `--operation ${verbOf(operation)}`).join(' ')
  const start = `kafka-acls.sh --add --allow-principal ${shellWord(principal ?? 'User:…')} ${verbs}`
  if (resourceType === 'cluster') return `${start} --cluster`
  const flag = `--${resourceType.replace('_', '-')}`
  const kind = prefixed ? ' --resource-pattern-type prefixed' : ''
  return `${start} ${names.map((name) => `${flag} ${shellWord(name)}`).join(' ')}${kind}`
}

/** Kafka's tool writes operations in words: `AlterConfigs`. */
function verbOf(operation: string): string {
  return operation
    .split('_')
    .map((word) => `${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`)
    .join('')
}

function shellWord(text: string): string {
  return /^[\w.:@%+=/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
