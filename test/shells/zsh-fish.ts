// Completion in real zsh and fish; started by `npm run test:completion`.

import { testCompletion } from './completion.ts'

testCompletion('zsh')
testCompletion('fish')
