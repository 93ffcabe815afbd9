// Where secrets come from. Nothing is read here: the value only says where the process that connects will look.

import type { HclFunction } from '../scope.ts'
import { define, failure } from './define.ts'

export const secretFunctions: readonly HclFunction[] = [
  define('env(name: string)', ({ text }) =>
    /^[A-Za-z_][A-Za-z0-9_]*$/.test(text(0))
      ? { kind: 'secret', from: { env: text(0) } }
      : failure('the name of an environment variable has letters, digits and "_" only', 0),
  ),
  define('secret_file(path: string)', ({ text }) =>
    text(0) === '' || text(0).includes('\0')
      ? failure('a path is needed', 0)
      : { kind: 'secret', from: { file: text(0) } },
  ),
]
