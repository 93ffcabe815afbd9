// A JVM that maps the classes of Kafka from an archive (AppCDS) starts in about half the time and CPU. The
// archive fits one Java build and one set of jars, so its name carries both. Without it everything still works.

import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { cacheFolder } from './cache.ts'
import type { Java } from './java.ts'

const FILE = 'classes.jsa'

/** The folder's name in the cache. */
export function archiveName({ build }: Java, classPath: string): string {
  const hash = createHash('sha256').update(build).digest('hex').slice(0, 8)
  return `classes-${basename(dirname(dirname(classPath)))}-${hash}`
}

export function archiveFile(folder: string): string {
  return join(folder, FILE)
}

/** The flags to use it; none where it was never made. */
export function archiveFlags(java: Java, classPath: string): string[] {
  const file = archiveFile(join(cacheFolder(), archiveName(java, classPath)))
  return existsSync(file) ? [`-XX:SharedArchiveFile=${file}`, '-Xlog:disable'] : []
}
