// `npm run bundle`: writes action/index.mjs, the file that action.yml names.

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { buildBundle, bundleFile } from './build-bundle.ts'

const text = await buildBundle()
mkdirSync(dirname(bundleFile), { recursive: true })
writeFileSync(bundleFile, text)
console.log(`${bundleFile}: ${Math.ceil(text.length / 1024)} KiB`)
