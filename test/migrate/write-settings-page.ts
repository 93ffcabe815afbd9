// Writes docs/mm2-settings.md anew: `node test/migrate/write-settings-page.ts`. Read the difference.

import { writeFileSync } from 'node:fs'
import { settingsFile, settingsPage } from './settings-page.ts'

writeFileSync(settingsFile, settingsPage())
