import { Button } from 'antd'
import { useState, useSyncExternalStore } from 'react'
import type { ChangeSettings } from '../../../../src/engine/outbox/model.ts'
import { LEVELS, Level, Section, useText } from '../../../kit/public.ts'
import { askPermission, type BrowserPermission, browserPermission, showNotice } from '../../alerts/browser-notice.ts'
import { isMuted, onMute, playLevel, setMuted } from '../../alerts/sound.ts'
import { text } from './text.ts'
import { Tick } from './tick.tsx'

type Props = { value: ChangeSettings; onChange: (some: Partial<ChangeSettings>) => void }

/** What this computer does: sound, and notifications of the browser. Both are tried out here. */
export const Screen = ({ value, onChange }: Props) => {
  const t = useText(text)
  const muted = useSyncExternalStore(onMute, isMuted)
  const [blocked, setBlocked] = useState(false)
  return (
    <Section title={t('screen')} finding={t('screenFinding')}>
      <div className="fields">
        <Tick
          label={t('soundOn')}
          hint={t('soundHint')}
          checked={value.sound}
          onChange={(sound) => onChange({ sound })}
        />
        <div className="sounds">
          {LEVELS.toReversed().map((level) => (
            <Button
              key={level}
              size="small"
              onClick={() => void playLevel(level, { evenMuted: true }).then((played) => setBlocked(!played))}
            >
              {t('soundTry')} <Level level={level} />
            </Button>
          ))}
        </div>
        {blocked && <small className="i3">{t('soundBlocked')}</small>}
        <Tick label={t('mute')} hint={t('muteHint')} checked={muted} onChange={setMuted} />
        <Tick
          label={t('browserOn')}
          hint={t('browserHint')}
          checked={value.browser}
          onChange={(browser) => onChange({ browser })}
        />
        {value.browser && <Permission />}
        <Tick
          label={t('showTitle')}
          hint={t('showTitleHint')}
          checked={value.showTitle}
          onChange={(showTitle) => onChange({ showTitle })}
        />
      </div>
    </Section>
  )
}

const Permission = () => {
  const t = useText(text)
  const [permission, setPermission] = useState<BrowserPermission>(browserPermission)
  switch (permission) {
    case 'none':
      return <small className="i3">{t('browserNone')}</small>
    case 'denied':
      return <small className="i3">{t('browserDenied')}</small>
    case 'default':
      return (
        <div className="sounds">
          <Button size="small" onClick={() => void askPermission().then(setPermission)}>
            {t('browserAsk')}
          </Button>
        </div>
      )
    case 'granted':
      return (
        <div className="sounds">
          <Button
            size="small"
            onClick={() => showNotice({ key: 'test', title: t('title'), body: '', path: '/notifications' })}
          >
            {t('browserTry')}
          </Button>
          <small className="i3">{t('browserGranted')}</small>
        </div>
      )
  }
}
