import { Checkbox, Input, InputNumber } from 'antd'
import { useState } from 'react'
import type { Deliberation, DraftPlan } from '../../../../../src/actions/deliberate/model.ts'
import { Field, useText } from '../../../../kit/public.ts'
import { AgencyChoice } from './agency-choice.tsx'
import { RoomForm, useFaults } from './form.tsx'
import { MinutesChoice } from './minutes-choice.tsx'
import { text } from './text.ts'
import { useDeed } from './use-deliberation.ts'

const FIELDS = ['aim', 'steps', 'resources'] as const
type Step = DraftPlan['steps'][number] & { key: number }
type Resource = DraftPlan['resources'][number] & { key: number }

type Props = { incidentId: string; room: Deliberation; onEnd: () => void }

const keyed = <T extends object>(rows: readonly T[]): (T & { key: number })[] =>
  rows.map((row, key) => ({ ...row, key }))
const nextKey = (rows: readonly { key: number }[]): number => Math.max(-1, ...rows.map((row) => row.key)) + 1
const without = <T extends { key: number }>({ key: _key, ...rest }: T): Omit<T, 'key'> => rest

/** A new version: the aim, what is needed and there, and steps beyond the tasks. The tasks go in by themselves. */
export const PlanForm = ({ incidentId, room, onEnd }: Props) => {
  const t = useText(text)
  const deed = useDeed()
  const fault = useFaults(deed, FIELDS)
  const { planDraft } = room
  const [aim, setAim] = useState(planDraft.aim)
  const [steps, setSteps] = useState<readonly Step[]>(() => keyed(planDraft.steps))
  const [resources, setResources] = useState<readonly Resource[]>(() => keyed(planDraft.resources))
  const [tried, setTried] = useState(false)
  const changeStep = (key: number, next: Partial<Step>) =>
    setSteps((rows) => rows.map((row) => (row.key === key ? { ...row, ...next } : row)))
  const changeResource = (key: number, next: Partial<Resource>) =>
    setResources((rows) => rows.map((row) => (row.key === key ? { ...row, ...next } : row)))
  const emptyStep = steps.some((row) => row.title.trim() === '')
  const emptyResource = resources.some((row) => row.name.trim() === '')
  const submit = async () => {
    setTried(true)
    if (aim.trim() === '' || emptyStep || emptyResource) return
    const body = { aim: aim.trim(), steps: steps.map(without), resources: resources.map(without) }
    if (await deed.send(`/incidents/${incidentId}/plans`, body)) onEnd()
  }
  const said = (field: string, empty: boolean) => {
    const words = fault(field, tried && empty)
    return (
      words && (
        <p className="fault" role="alert">
          <b>{t('error')}</b> {words}
        </p>
      )
    )
  }
  return (
    <RoomForm deed={deed} fields={FIELDS} submit={t('planSubmit')} onSubmit={() => void submit()} onCancel={onEnd}>
      <Field label={t('aim')} hint={t('aimHint')} required error={fault('aim', tried && aim.trim() === '')}>
        <Input autoFocus maxLength={500} value={aim} onChange={(event) => setAim(event.target.value)} />
      </Field>
      <fieldset className="tg-dl-rows">
        <legend>{t('resources')}</legend>
        {resources.map((row) => (
          <div key={row.key} className="row resource">
            <Input
              aria-label={t('resource')}
              placeholder={t('resource')}
              maxLength={80}
              value={row.name}
              onChange={(event) => changeResource(row.key, { name: event.target.value })}
            />
            <Input
              aria-label={t('unit')}
              placeholder={t('unit')}
              maxLength={20}
              value={row.unit}
              onChange={(event) => changeResource(row.key, { unit: event.target.value })}
            />
            <InputNumber
              aria-label={t('need')}
              prefix={t('need')}
              min={0}
              precision={0}
              value={row.need}
              onChange={(need) => changeResource(row.key, { need: need ?? 0 })}
            />
            <InputNumber
              aria-label={t('have')}
              prefix={t('have')}
              min={0}
              precision={0}
              value={row.have}
              onChange={(have) => changeResource(row.key, { have: have ?? 0 })}
            />
            <button
              type="button"
              className="tg-link"
              onClick={() => setResources((rows) => rows.filter((one) => one !== row))}
            >
              {t('removeRow')}
            </button>
          </div>
        ))}
        {said('resources', emptyResource)}
        <button
          type="button"
          className="tg-link"
          onClick={() =>
            setResources((rows) => [...rows, { key: nextKey(rows), name: '', unit: '', need: 1, have: 0 }])
          }
        >
          {t('addResource')}
        </button>
      </fieldset>
      <fieldset className="tg-dl-rows">
        <legend>
          {t('stepsOwn')} <small className="i3">{t('stepsOwnHint', { count: planDraft.tasks })}</small>
        </legend>
        {steps.map((row) => (
          <div key={row.key} className="row">
            <Input
              aria-label={t('step')}
              placeholder={t('step')}
              maxLength={200}
              value={row.title}
              onChange={(event) => changeStep(row.key, { title: event.target.value })}
            />
            <AgencyChoice
              open
              label={t('agency')}
              agencies={room.agencies}
              value={row.agency}
              onChange={(agency) => changeStep(row.key, { agency })}
            />
            <MinutesChoice
              label={t('taskLimit')}
              value={row.minutes}
              onChange={(minutes) => changeStep(row.key, { minutes: minutes ?? row.minutes })}
            />
            <Checkbox
              checked={row.mandatory}
              onChange={(event) => changeStep(row.key, { mandatory: event.target.checked })}
            >
              {t('mandatory')}
            </Checkbox>
            <button
              type="button"
              className="tg-link"
              onClick={() => setSteps((rows) => rows.filter((one) => one !== row))}
            >
              {t('removeRow')}
            </button>
          </div>
        ))}
        {said('steps', emptyStep)}
        <button
          type="button"
          className="tg-link"
          onClick={() =>
            setSteps((rows) => [...rows, { key: nextKey(rows), title: '', agency: null, mandatory: true, minutes: 60 }])
          }
        >
          {t('addStep')}
        </button>
      </fieldset>
    </RoomForm>
  )
}
