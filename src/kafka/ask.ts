// One cold request over wire/ and its answer. A response in which some items carry an error code is still a
// response: the caller reads the codes, item by item. Everything else passes through as a StraitError.

import type { Connection } from '../wire/connection.ts'

/** One API: its key, the versions we speak, and how a request and its answer look in each of them. */
export interface Message<Request, Answer> {
  readonly api: { readonly key: number; readonly min: number; readonly max: number }
  readonly encode: (version: number, request: Request) => Buffer[]
  readonly decode: (version: number, body: Buffer) => Answer
}

/** All our versions are flexible ones. Throws ST304 where the broker speaks none of them. */
export async function ask<Request, Answer>(
  connection: Connection,
  { api, encode, decode }: Message<Request, Answer>,
  request: Request,
): Promise<Answer> {
  const version = connection.version(api.key, api)
  const body = await connection.request({ key: api.key, version, flexible: true }, encode(version, request))
  return decode(version, body)
}
