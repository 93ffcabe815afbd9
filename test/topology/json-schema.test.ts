import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { topologyJsonSchema } from '../../src/topology/json-schema.ts'

const path = join(import.meta.dirname, '../../schemas/topology.schema.json')

test('schemas/topology.schema.json is what the model says; npm run schemas writes it', () => {
  assert.equal(readFileSync(path, 'utf8'), topologyJsonSchema())
})

test('the schema knows every field of a flow and of a cluster', () => {
  const { properties } = JSON.parse(topologyJsonSchema())
  const fieldsOf = (kind: string): string[] => Object.keys(properties[kind].additionalProperties.properties)
  assert.deepEqual(fieldsOf('clusters'), ['name', 'bootstrap', 'clusterId', 'tls', 'sasl'])
  assert.ok(fieldsOf('flows').includes('onGap'), fieldsOf('flows').join())
})
