// A directory as a person stands in: a topology with a repeated flow and a module, a saved plan, a folder.

import { type Folder, folder } from '../cli/strait.ts'

const flow = (name: string, source: string, target: string, more = ''): string => `
flow "${name}" {
${more}  source = cluster.${source}
  target = cluster.${target}

  topics {
    include = ["orders"]
  }
}
`

export function workFolder(): Folder {
  const clusters = ['us', 'eu', 'no'].map(
    (name, at) => `cluster "${name}" {\n  bootstrap = ["127.0.0.1:${at + 1}"]\n}\n`,
  )
  const repeated = '  for_each = toset(["oslo", "bergen"])\n'
  const flows = [
    flow('us-to-eu', 'us', 'eu'),
    flow('eu-to-us', 'eu', 'us'),
    flow('spoke', 'us', 'no', repeated),
  ]
  const main = `${clusters.join('\n')}${flows.join('')}\nmodule "pair" {\n  source = "./pair"\n}\n`
  const files = folder({ 'main.hcl': main, 'plan.json': '{}', 'mm2.properties': '' })
  files.directory('topology')
  files.directory('pair')
  files.write('pair/main.hcl', `${clusters.slice(0, 2).join('\n')}${flow('eu-to-pair', 'eu', 'us')}`)
  return files
}
