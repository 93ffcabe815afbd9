// `npm run man`: writes man/strait.1, which the package carries.

import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { manPage } from './man-page.ts'

const folder = fileURLToPath(new URL('../../man/', import.meta.url))
mkdirSync(folder, { recursive: true })
writeFileSync(`${folder}strait.1`, manPage())
