// The functions that expressions may call.

import type { HclFunction } from '../hcl/scope.ts'

/** `env("NAME")`: the secret is read from the environment of the process that connects, never here. */
const env: HclFunction = {
  name: 'env',
  parameters: [{ name: 'name', type: 'string' }],
  call: ([name]) =>
    typeof name === 'string' && /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
      ? { kind: 'secret', from: { env: name } }
      : { kind: 'failure', message: 'a name holds letters, digits and "_"', argument: 0 },
}

/** `secret_file("path")`: likewise, from a file. */
const secretFile: HclFunction = {
  name: 'secret_file',
  parameters: [{ name: 'path', type: 'string' }],
  call: ([path]) =>
    typeof path === 'string' && path !== ''
      ? { kind: 'secret', from: { file: path } }
      : { kind: 'failure', message: 'a path is needed', argument: 0 },
}

export const functions: ReadonlyMap<string, HclFunction> = new Map(
  [env, secretFile].map((each) => [each.name, each]),
)
