// `npm run bundle`: writes action/index.mjs, the file that action.yml names, and the licences of what is in it.

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { buildBundle, bundleFile, licencesFile } from './build-bundle.ts'

const { code, licences } = await buildBundle()
mkdirSync(dirname(bundleFile), { recursive: true })
writeFileSync(bundleFile, code)
writeFileSync(licencesFile, licences)
console.log(`${bundleFile}: ${Math.ceil(code.length / 1024)} KiB`)
