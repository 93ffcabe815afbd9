// What Kafka accepts as the name of a topic.

/** Every character that a name may hold, likely ones first. */
export const nameCharacters: readonly string[] = [
  ...'abcdefghijklmnopqrstuvwxyz0123456789-_.ABCDEFGHIJKLMNOPQRSTUVWXYZ',
]

/** Whether a broker would create a topic of this name. */
export function isTopicName(name: string): boolean {
  return /^[A-Za-z0-9._-]{1,249}$/.test(name) && name !== '.' && name !== '..'
}
