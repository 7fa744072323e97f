import type { Incident } from '../../../../src/actions/respond/model.ts'
import { Action, useText } from '../../../kit/public.ts'
import { text } from './text.ts'

/** Closing, with every reason why it is too early. */
export const CloseAction = ({ incident, onPress }: { incident: Incident; onPress: () => void }) => {
  const t = useText(text)
  const { allowed, reasons } = incident.close
  const why = { zh: reasons.map((one) => one.zh).join(''), en: reasons.map((one) => one.en).join(' ') }
  return (
    <Action allowed={allowed ? true : why} onClick={onPress}>
      {t('close')}
    </Action>
  )
}
