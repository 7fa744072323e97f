import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SignalForm } from '../../../../../src/actions/signals/model.ts'
import { shownFaults } from './faults.ts'

const column = (key: string, zh: string, en: string) =>
  ({ key, label: { zh, en } }) as unknown as SignalForm['columns'][number]
const form = { columns: [column('container', '箱号', 'Container'), column('finding', '发现', 'Finding')] } as SignalForm
const faults = [
  { field: 'Container', zh: '箱号：应为箱号', en: 'Container: give a number' },
  { field: 'Finding', zh: '发现：不能为空', en: 'Finding: must not be empty' },
]

test('while writing only what stands there is told; once sent, what is missing too; the label is not said twice', () => {
  const values = { container: 'X' }
  assert.deepEqual(shownFaults(form, values, faults, false, 'zh'), { container: '应为箱号' })
  assert.deepEqual(shownFaults(form, values, faults, true, 'en'), {
    container: 'give a number',
    finding: 'must not be empty',
  })
})

test('a fault that belongs to no field of the form is not shown at one', () => {
  assert.deepEqual(shownFaults(form, {}, [{ field: 'nonsense', zh: 'x', en: 'x' }], true, 'zh'), {})
})
