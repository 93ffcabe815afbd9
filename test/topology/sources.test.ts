import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadTopology } from '../../src/topology/load-topology.ts'

test('every secret of a line is blotted out where it stands, and nothing beside it', () => {
  const text = `\u{feff}variable "v" {
  default   = ["hunter2", "ok?", "hunter2 \\" \${1}"] # "not this"
  sensitive = true
}
variable "w" {
  sensitive = true
  default   = <<-EOT
    hunter2
      hunter2
  EOT
}
`
  const { sources } = loadTopology({ files: [{ filename: 'main.hcl', text }], version: '0.1.0' })
  assert.equal(
    sources.get('main.hcl'),
    text
      .replace('["hunter2", "ok?", "hunter2 \\" $', '["*******", "***", "***********$')
      .replace('    hunter2\n      hunter2\n', '***********\n*************\n'),
  )
})
