// A directory that declares no cluster is no wish for nothing: it cannot be compared with anything, so a plan of it
// would say "No changes." of clusters that it never looked at.

import { errorFinding, reports } from './policy.ts'

export const somethingDeclared = reports(({ view }) =>
  Object.keys(view.topology.clusters).length > 0
    ? []
    : [
        errorFinding('ST444', {
          detail:
            'These files declare no cluster, so there was nothing to look at, and nothing is known of what runs anywhere. Look whether this is the right directory, and whether every file was checked out.',
        }),
      ],
)
