/** What somebody told: by telephone, on the web, at the counter. Who told it goes to the vault and nowhere else. */
import { column, type Words } from './column.ts'
import { container, imo, location, vessel } from './common-columns.ts'
import { FINDINGS } from './inspection.ts'
import type { Kind } from './kind.ts'
import { beginning, dotted, headed, said, subjectOf } from './phrases.ts'

const CHANNELS: Words = {
  phone: { zh: '电话', en: 'telephone' },
  web: { zh: '网站', en: 'web' },
  social: { zh: '社交平台', en: 'social media' },
  counter: { zh: '窗口', en: 'counter' },
  letter: { zh: '信件', en: 'letter' },
}

/** Characters of the text that its title holds. */
const IN_TITLE = 24

const { nothing: _nothing, ...FOUND } = FINDINGS
const CATEGORIES: Words = {
  ...FOUND,
  illness: { zh: '有人患病', en: 'illness' },
  pollution: { zh: '污染', en: 'pollution' },
  stowaway: { zh: '偷渡', en: 'stowaway' },
  cyber: { zh: '网络安全', en: 'cyber' },
  security: { zh: '治安与反恐', en: 'security' },
  rumour: { zh: '传言', en: 'rumour' },
}

export const TIP: Kind = {
  id: 'tip',
  zh: '公众线索',
  en: 'public tip',
  number: { zh: '线索编号', en: 'Tip number', names: ['tip no'] },
  personsIn: 'party',
  columns: [
    column('channel', 'choice', { zh: '来源渠道', en: 'Channel', required: true, names: ['渠道'], values: CHANNELS }),
    column('category', 'choice', { zh: '类别', en: 'Category', names: ['线索类别'], values: CATEGORIES }),
    column('text', 'text', {
      zh: '内容',
      en: 'What was told',
      required: true,
      names: ['线索内容', 'text'],
      hint: {
        zh: '写事，不写人：姓名、电话、证件号填在“反映人”',
        en: 'what, not who: names, telephone and identity numbers go to "reporter"',
      },
    }),
    location(),
    vessel(),
    imo(),
    container(),
    column('reporter', 'person', {
      zh: '反映人',
      en: 'Reporter',
      names: ['举报人'],
      group: 'parties',
      hint: {
        zh: '可不填；存入专库，只留代号，须合法用途方可打开',
        en: 'may stay empty; kept in the vault, leaves a token, opened only for a lawful purpose',
      },
    }),
  ],
  title: (body) =>
    headed('线索', 'Tip', said(body, 'category', CATEGORIES), subjectOf(body), beginning(body, 'text', IN_TITLE)),
  detail: (body) =>
    dotted(
      said(body, 'channel', CHANNELS),
      said(body, 'location'),
      String(body.text).length > IN_TITLE ? beginning(body, 'text', 80) : null,
    ),
}
