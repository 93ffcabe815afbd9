// Where downloads are kept between runs: outside the work tree, so that a fresh checkout finds them again.
// Whatever appears under its final name is complete: it is prepared elsewhere and renamed into place.

import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** STRAIT_CACHE, else $XDG_CACHE_HOME/strait, else ~/.cache/strait. */
export function cacheFolder(): string {
  const { STRAIT_CACHE: own, XDG_CACHE_HOME: shared } = process.env
  return own || join(shared || join(homedir(), '.cache'), 'strait')
}

/**
 * The folder `name` of the cache, prepared by `fill` where it is not there yet. Several processes may ask at
 * once: each fills a folder of its own, the first rename wins and the others take its result.
 */
export async function cached(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const root = cacheFolder()
  const final = join(root, name)
  if (await exists(final)) return final
  await mkdir(root, { recursive: true })
  const draft = await mkdtemp(join(root, `.${name}-`))
  try {
    await fill(draft)
    await rename(draft, final)
  } catch (error) {
    if (!(await exists(final))) throw error
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return final
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
