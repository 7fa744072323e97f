/** Work of this room in the background: imports, and sweeping what interrupted uploads left. */
import { Type } from 'typebox'
import Value from 'typebox/value'
import type { House } from '../../ledger/public.ts'
import type { Schedule, Task } from '../../store/public.ts'
import { sweepImportFiles } from './import-file.ts'
import { IMPORT_TASK, runImport } from './import-service.ts'

const JobSchema = Type.Object({
  runId: Type.String({ pattern: '^[0-9a-f-]{36}$' }),
  realm: Type.Integer({ minimum: 1 }),
  onBehalf: Type.String({ pattern: '^[0-9a-f-]{36}$' }),
  purpose: Type.String(),
})

const SWEEP_TASK = 'signals.sweep_files'

export const tasks = (house: House): Task[] => [
  {
    name: IMPORT_TASK,
    run: async (payload, { isLastAttempt }) => {
      if (!Value.Check(JobSchema, payload)) throw new Error('the payload of an import is not as it should be')
      await runImport(house, payload, isLastAttempt)
    },
  },
  {
    name: SWEEP_TASK,
    run: async () => {
      await sweepImportFiles(house.dataDir, house.clock.now())
    },
  },
]

export const schedule: readonly Schedule[] = [{ task: SWEEP_TASK, cron: '41 3 * * *' }]
