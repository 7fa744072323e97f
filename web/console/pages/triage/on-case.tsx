import { useQuery } from '@tanstack/react-query'
import type { CompoundList } from '../../../../src/actions/compound/model.ts'
import { type Problem, Section, useBilingual, useText } from '../../../kit/public.ts'
import { get, useRenewOn } from '../../api/public.ts'
import { CompoundView } from './compound-view.tsx'
import { text } from './text.ts'
import './triage.css'

/** On the case of a signal: what it is part of together with something else. Nothing where there is none that I may see. */
export const CompoundsOfSignal = ({ signalId }: { signalId: string }) => {
  const t = useText(text)
  const b = useBilingual()
  const queryKey = ['compounds', signalId]
  const { data } = useQuery<CompoundList, Problem>({
    queryKey,
    queryFn: ({ signal }) => get<CompoundList>('/compounds', { signalId }, signal),
    refetchOnWindowFocus: false,
  })
  useRenewOn(['compound'], queryKey)
  return (
    <>
      {data?.rows.map((compound) => (
        <Section key={compound.id} title={t('compound')} finding={b(compound.interaction)}>
          <CompoundView compound={compound} />
        </Section>
      ))}
    </>
  )
}
