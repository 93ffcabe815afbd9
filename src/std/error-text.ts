// What was thrown, in words: anything can be thrown, and most of it is an Error.

/** Its message; what is no Error speaks for itself. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
