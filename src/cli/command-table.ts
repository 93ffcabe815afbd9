// Every command of `strait`, in the order of its help.

import type { CommandGroup, CommandSpec } from './command-spec.ts'
import { look } from './table/look.ts'
import { more } from './table/more.ts'
import { moveIn } from './table/move-in.ts'
import { operate } from './table/operate.ts'
import { review } from './table/review.ts'
import { run } from './table/run.ts'

export const commandGroups: readonly CommandGroup[] = [review, run, look, operate, moveIn, more]

export const commands: readonly CommandSpec[] = commandGroups.flatMap((group) => group.commands)
