// Why an error came about, in words.

/** Messages of the chain of causes that say something new. */
export function causesOf(error: Error): string[] {
  const messages: string[] = []
  let shown = error.message
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause) {
    if (!shown.includes(cause.message)) messages.push(cause.message)
    shown += cause.message
  }
  return messages
}
