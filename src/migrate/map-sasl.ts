// Mechanism and JAAS line → the account of a cluster. The password never leaves this file's hands: what is written
// says where Strait will read it.

import type { ClusterSpec } from '../topology/model.ts'
import { type ImportContext, secretFor, variableFor, variableName } from './import-context.ts'
import { type JaasLine, readJaas } from './jaas.ts'
import { type Kept, type SetupCluster, unsupported } from './mirror-setup.ts'
import { holdsReference } from './provider-reference.ts'
import type { Setting } from './setting.ts'

type Sasl = NonNullable<ClusterSpec['sasl']>

const mechanisms: ReadonlyMap<string, Sasl['mechanism']> = new Map([
  ['PLAIN', 'plain'],
  ['SCRAM-SHA-256', 'scram-sha-256'],
  ['SCRAM-SHA-512', 'scram-sha-512'],
])

/** Undefined where Strait cannot log in that way; the cluster is then written without an account, and marked. */
export function mapSasl(
  { alias, connection, declared, kept = {} }: SetupCluster,
  name: string,
  context: ImportContext,
): Sasl | undefined {
  const { ledger } = context
  const mechanism = connection.get('sasl.mechanism')
  const jaas = connection.get('sasl.jaas.config')
  const known = mechanisms.get(mechanism?.value.trim().toUpperCase() ?? 'GSSAPI')
  if (known === undefined) {
    const asked = plainWord(mechanism) ?? 'GSSAPI'
    const verdict = unsupported(
      `Strait logs in by PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or a client certificate, not by ${asked}: give it such an account`,
    )
    ledger.say(mechanism ?? declared, verdict)
    for (const [key, setting] of connection) if (key.startsWith('sasl.')) ledger.say(setting, verdict)
    ledger.remark(
      `cluster.${name}`,
      `CHANGE THIS: it logs in by ${asked}, which Strait does not know. Add a sasl block.`,
    )
    return undefined
  }
  if (mechanism !== undefined) ledger.mapped(mechanism, `cluster.${name}.sasl.mechanism`)
  const line = jaas === undefined ? undefined : readJaas(jaas.value)
  if (jaas === undefined || line === undefined)
    return withoutLine({ alias, name, known, jaas, declared }, context)
  return { mechanism: known, ...accountOf(line, { name, jaas, kept }, context) }
}

function accountOf(
  { options }: JaasLine,
  { name, jaas, kept }: { readonly name: string; readonly jaas: Setting; readonly kept: Kept },
  context: ImportContext,
): Omit<Sasl, 'mechanism'> {
  const { ledger, providers } = context
  const username = options.get('username') ?? ''
  const path = `cluster.${name}.sasl`
  const variable = variableFor(
    { ...jaas, value: username },
    { name: `${name}_username`, type: 'string', description: `the user of cluster ${name}` },
    context,
  )
  if (variable !== undefined) ledger.instead.set(`${path}.username`, variable)
  const user = variable !== undefined || holdsReference(username, providers) ? '' : ` of user "${username}"`
  const password = secretFor(
    options.get('password') ?? '',
    {
      cluster: name,
      suffix: 'PASSWORD',
      meaning: `the password${user} on cluster ${name}${kept.password === undefined ? '' : `; it is ${kept.password} now`}`,
      setting: jaas,
    },
    context,
  )
  ledger.mapped(jaas, `${path}.username`)
  ledger.mapped(jaas, `${path}.password`)
  if (options.get('tokenauth')?.toLowerCase() === 'true') {
    ledger.say(jaas, unsupported('delegation tokens (tokenauth) are not supported: give Strait an account'))
  }
  return { username, password }
}

interface WithoutLine {
  readonly alias: string
  readonly name: string
  readonly known: Sasl['mechanism']
  readonly jaas: Setting | undefined
  readonly declared: Setting
}

/** The account stands elsewhere: in a JAAS file, or behind a config provider. */
function withoutLine({ alias, name, known, jaas, declared }: WithoutLine, context: ImportContext): Sasl {
  const setting = jaas ?? declared
  const { ledger } = context
  const where =
    jaas === undefined
      ? 'a JAAS file that MirrorMaker is started with'
      : 'a place that the file only refers to'
  ledger.say(setting, {
    outcome: 'different',
    note: `the account of cluster "${alias}" stands in ${where}: its user is a variable here`,
  })
  const description = `the user of cluster ${name}`
  const variable = ledger.variable(
    variableName(`${name}_username`),
    { type: 'string', description },
    { note: `${description}; it stands in ${where} now`, line: setting.line },
  )
  ledger.instead.set(`cluster.${name}.sasl.username`, variable)
  const purpose = {
    cluster: name,
    suffix: 'PASSWORD',
    meaning: `the password of that user on cluster ${name}`,
    setting,
  }
  return { mechanism: known, username: '', password: secretFor('', purpose, context) }
}

/** A mechanism's name, where it is one: a value that is no word is not shown. */
function plainWord(setting: Setting | undefined): string | undefined {
  const text = setting?.value.trim() ?? ''
  return /^[A-Z0-9_-]{1,30}$/i.test(text) ? text : undefined
}
