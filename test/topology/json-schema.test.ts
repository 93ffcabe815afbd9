import assert from 'node:assert/strict'
import { test } from 'node:test'
import { topologyJsonSchema } from '../../src/topology/json-schema.ts'

test('the schema knows every field of a flow and of a cluster', () => {
  const { properties } = JSON.parse(topologyJsonSchema())
  const fieldsOf = (kind: string): string[] => Object.keys(properties[kind].additionalProperties.properties)
  assert.deepEqual(fieldsOf('clusters'), ['name', 'bootstrap', 'clusterId', 'tls', 'sasl'])
  assert.ok(fieldsOf('flows').includes('onGap'), fieldsOf('flows').join())
})
