// One call of kafkajs' admin client, with its errors made ours and tried again like every other read.

import type { Admin } from 'kafkajs'
import { adoptKafkajs } from './adopt-kafkajs.ts'
import type { Link } from './link.ts'
import type { Attempt } from './refusal.ts'
import { retrying } from './retry.ts'

/** `call` may be repeated. Throws what `adoptKafkajs` makes of kafkajs' errors. */
export async function callAdmin<T>(
  link: Link,
  attempt: Attempt,
  call: (admin: Admin) => Promise<T>,
): Promise<T> {
  return retrying(async () => {
    const admin = await link.admin()
    try {
      return await call(admin)
    } catch (error) {
      throw adoptKafkajs(error, attempt)
    }
  })
}
