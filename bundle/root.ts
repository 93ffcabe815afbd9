// Where the project stands.

import { fileURLToPath } from 'node:url'

export const root: string = fileURLToPath(new URL('..', import.meta.url))

/** CommonJS inside a bundle needs its `require`. */
export const requireBanner = `import { createRequire as bundledRequire } from 'node:module'
const require = bundledRequire(import.meta.url)`
