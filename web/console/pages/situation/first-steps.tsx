import { Link } from 'react-router'
import type { Bilingual } from '../../../../src/base/public.ts'
import { EmptyState, Page, Section, useBilingual, useText } from '../../../kit/public.ts'
import { useSignedIn } from '../../api/public.ts'
import { text } from './text.ts'

/** A site where nothing has come yet: what to do first, of that what this post may do. */
export const FirstSteps = () => {
  const t = useText(text)
  return (
    <div className="tg-situation">
      <Page title={t('clean')} name={t('title')}>
        <Steps />
      </Page>
    </div>
  )
}

const Steps = () => {
  const t = useText(text)
  const { rights } = useSignedIn()
  const administers = rights['admin.accounts'] === true
  const imports = rights['signals.import'] === true
  return (
    <Section title={t('firstTitle')}>
      <p className="tg-first-words i2">{t('firstWords')}</p>
      <ol className="tg-steps">
        {administers && (
          <>
            <Step to="/administration" title={t('firstAccounts')} words={t('firstAccountsWords')} />
            <Step to="/administration?tab=tokens" title={t('firstSources')} words={t('firstSourcesWords')} />
          </>
        )}
        {imports && <Step to="/import" title={t('firstImport')} words={t('firstImportWords')} />}
      </ol>
      {!administers && <p className="tg-first-words sm i3">{t('firstNobody')}</p>}
    </Section>
  )
}

const Step = ({ to, title, words }: { to: string; title: string; words: string }) => (
  <li className="tg-step">
    <Link to={to}>{title}</Link>
    <p className="sm i2">{words}</p>
  </li>
)

/** Posts that read no content begin here too: why it is empty for them, and where their work is. */
export const NotForPost = ({ why }: { why: Bilingual }) => {
  const t = useText(text)
  const b = useBilingual()
  const { rights } = useSignedIn()
  return (
    <div className="tg-situation">
      <Page title={t('title')}>
        <EmptyState action={rights['ledger.verify'] === true && <Link to="/ledger">{t('toLedger')}</Link>}>
          {t('sentences', { first: b(why), second: t('notForPost') })}
        </EmptyState>
        {rights['admin.accounts'] === true && <Steps />}
      </Page>
    </div>
  )
}
